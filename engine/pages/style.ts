/** The pages' only style sheet. It stands in the page itself and is named in the CSP by its hash. */
export const style = `
:root { color-scheme: light dark; --text: #1d2433; --muted: #5a6478; --paper: #ffffff; --ground: #eef1f6; --line: #d5dae4; --accent: #1f5fbf; --on-accent: #ffffff; --error: #b3261e; }
@media (prefers-color-scheme: dark) {
	:root { --text: #e8ebf2; --muted: #a7b0c2; --paper: #1b202b; --ground: #11141b; --line: #38404f; --accent: #8ab4ff; --on-accent: #0d1526; --error: #ffb4ab; }
}
* { box-sizing: border-box; }
body { margin: 0; padding: 1rem; background: var(--ground); color: var(--text); font: 1rem/1.55 system-ui, -apple-system, "Segoe UI", "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif; }
main { max-width: 36rem; margin: 1.5rem auto; padding: 1.5rem; background: var(--paper); border: 1px solid var(--line); border-radius: .75rem; overflow-wrap: anywhere; }
h1 { margin: 0 0 1rem; font-size: 1.4rem; line-height: 1.3; text-wrap: balance; }
p { margin: 0 0 1rem; }
a { color: var(--accent); }
.muted { color: var(--muted); }
dl { margin: 0 0 1.25rem; display: grid; grid-template-columns: minmax(6rem, max-content) 1fr; gap: .35rem 1rem; }
dt { color: var(--muted); }
dd { margin: 0; white-space: pre-line; }
fieldset { margin: 0 0 1.5rem; padding: 0; border: 0; min-width: 0; }
legend { padding: 0; margin: 0 0 .75rem; font-weight: 600; font-size: 1.1rem; }
.ends { display: flex; justify-content: space-between; gap: 1.5rem; margin: 0 0 .5rem; color: var(--muted); }
.ends :last-child { text-align: end; }
.scale { display: grid; grid-template-columns: repeat(auto-fit, minmax(2.4rem, 1fr)); gap: .3rem; }
.scale label { display: flex; flex-direction: column; align-items: center; gap: .2rem; padding: .5rem 0; border: 1px solid var(--muted); border-radius: .5rem; cursor: pointer; }
.scale label:has(:checked) { border-color: var(--accent); outline: 1px solid var(--accent); font-weight: 600; }
.scale label:has(:focus-visible) { outline: 3px solid var(--accent); outline-offset: 2px; }
.scale label:has(:focus-visible) input { outline: none; }
input[type="radio"] { width: 1.25rem; height: 1.25rem; margin: 0; accent-color: var(--accent); cursor: pointer; }
.field { margin: 0 0 1.5rem; }
.field label { display: block; font-weight: 600; }
.hint { margin: 0 0 .4rem; color: var(--muted); }
textarea { display: block; width: 100%; min-height: 7rem; padding: .6rem .75rem; font: inherit; color: inherit; background: transparent; border: 1px solid var(--muted); border-radius: .5rem; resize: vertical; }
select { display: block; width: 100%; min-height: 2.75rem; padding: .5rem .75rem; font: inherit; color: inherit; background: var(--paper); border: 1px solid var(--muted); border-radius: .5rem; }
textarea[aria-invalid], select[aria-invalid] { border-color: var(--error); }
.error { margin: .5rem 0; color: var(--error); font-weight: 600; }
button { margin: .5rem .3rem 0 0; font: inherit; font-weight: 600; min-height: 2.75rem; padding: .6rem 1.4rem; color: var(--on-accent); background: var(--accent); border: 1px solid transparent; border-radius: .5rem; cursor: pointer; }
a:focus-visible, button:focus-visible, textarea:focus-visible, select:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
.other { margin: 2rem 0 0; padding-top: 1.25rem; border-top: 1px solid var(--line); }
.other legend { float: left; width: 100%; }
.other .field { clear: both; margin-bottom: .5rem; }
.list { margin: 0; padding: 0; list-style: none; }
.list li { padding: .75rem 0; border-top: 1px solid var(--line); }
.list .hint { margin: 0; }
.list li:last-child { padding-bottom: 0; }
[role="status"], [role="alert"], .note { padding: .75rem 1rem; border: 1px solid var(--line); border-inline-start: .3rem solid var(--accent); border-radius: .5rem; margin: 0 0 1.25rem; }
[role="alert"] { border-inline-start-color: var(--error); }
.note { border-inline-start-color: var(--muted); }
[role="alert"] :last-child, .note :last-child, main > :last-child { margin-bottom: 0; }
@media (max-width: 30rem) { body { padding: .5rem; } main { margin: .5rem auto; padding: 1.1rem; } dl { grid-template-columns: 1fr; gap: 0; } dd { margin-bottom: .6rem; } button { width: 100%; } }
`;
