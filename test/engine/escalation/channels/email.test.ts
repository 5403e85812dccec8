import { email, type MailData } from '../../../../engine/escalation/channels/email';
import { showLateness } from '../../../../engine/escalation/channels/lateness';

const URL = 'https://n8n.acme.example/webhook/1f/acknowledge?token=abc.def';
const DUE = Date.parse('2026-03-02T11:00Z');

const DATA: MailData = {
	title: 'Laptop for the new colleague',
	memberName: 'Tom',
	memberLocale: 'en',
	priority: 'high',
	serviceName: 'New laptop',
	requesterName: 'Rosa',
	requesterEmail: null,
	assigneeName: null,
	externalRef: 'JIRA-4711',
	externalUrl: null,
	metric: 'firstResponse',
	broken: [],
	dueAt: '2026-03-02T11:00:00.000Z',
	policyName: 'Up the line',
	level: 2,
	levels: 3,
	why: 'You are notified because you are the manager of Tom.',
};

const mailOf = (changes: Partial<MailData> = {}, lateMs = 25 * 60_000) =>
	email.compose(
		{ ...DATA, ...changes },
		{ acknowledgeUrl: URL, now: DUE + lateMs, timezone: 'Europe/Berlin' },
	);

it('says what is late and by how much, why it is you, and where to take ownership', () => {
	const { subject, text } = mailOf();
	expect(subject).toBe('[Escalation 2/3] Laptop for the new colleague: first response is overdue');
	expect(text).toBe(`Hello Tom,

A promise to a colleague was not kept: the first response of this request is overdue. It is 25 minutes late.

Request: Laptop for the new colleague
Reference: JIRA-4711
Service: New laptop
Priority: high
Asked by: Rosa
Assigned to: nobody yet
Was due: Monday, 2 March 2026 at 12:00 (Europe/Berlin)

You are notified because you are the manager of Tom. Policy: Up the line, level 2 of 3.

If you take ownership on this page, no one else is notified for now.
${URL}`);
});

it('shows what was asked below its label, and the ticket as a link', () => {
	const url = 'https://desk.example/7?a=1&b=2';
	const { text, html } = email.compose(
		{ ...DATA, externalUrl: url },
		{
			acknowledgeUrl: URL,
			now: DUE,
			timezone: 'UTC',
			briefing: {
				toldBefore: [],
				next: undefined,
				takenBefore: undefined,
				note: undefined,
				description: 'From Lyon.\n\nDue: <never>',
			},
		},
	);
	// Further in than the rows are: whoever asks cannot write a row of the mail.
	expect(text).toContain(`Request: Laptop for the new colleague
Description:
  From Lyon.

  Due: <never>
Reference: JIRA-4711
Ticket: ${url}
Service: New laptop`);
	const escaped = 'https://desk.example/7?a=1&amp;b=2';
	expect(html).toContain(`<a href="${escaped}" rel="noreferrer">${escaped}</a>`);
	expect(html).toMatch(/white-space:pre-line[^>]*>From Lyon.\n\nDue: &lt;never&gt;</);
});

it('makes no link of what is no web address, whatever the event says', () => {
	const { text, html } = mailOf({ externalUrl: 'javascript:alert(1)' });
	expect(text).not.toContain('Ticket');
	expect(html).not.toContain('javascript');
});

it('speaks Chinese to whoever reads Chinese', () => {
	const { subject, text, html } = mailOf({ memberLocale: 'zh-CN', why: '您是Tom的上级，因此通知您。' });
	expect(subject).toBe('【升级 2/3】Laptop for the new colleague：首次响应已超时');
	expect(text).toContain('已超时25分钟。');
	expect(text).toContain('优先级：高\n');
	expect(text).toContain('应完成时间：2026年3月2日 12:00（Europe/Berlin）');
	expect(text).toContain('您是Tom的上级，因此通知您。升级策略：Up the line，第 2 级，共 3 级。');
	expect(html).toContain('<html lang="zh">');
	expect(html).not.toMatch(/Hello|Reference|overdue/);
});

it('speaks German to whoever reads German', () => {
	const why = 'Sie erhalten diese Nachricht, weil Tom an Sie berichtet.';
	const { subject, text, html } = mailOf({ memberLocale: 'de-AT', memberName: 'Hanna Maier', why });
	expect(subject).toBe(
		'[Eskalation 2/3] Laptop for the new colleague: Frist für die erste Antwort überschritten',
	);
	expect(text).toBe(`Guten Tag Hanna Maier,

eine Zusage wurde nicht eingehalten: Die Frist für die erste Antwort ist bei der folgenden Anfrage um 25 Minuten überschritten.

Anfrage: Laptop for the new colleague
Referenz: JIRA-4711
Service: New laptop
Priorität: hoch
Angefragt von: Rosa
Zuständig: noch niemand
Frist: Mo., 2. März 2026, 12:00 Uhr (Europe/Berlin)

Sie erhalten diese Nachricht, weil Tom an Sie berichtet. Eskalationsrichtlinie: Up the line, Stufe 2 von 3.

Wenn Sie sich darum kümmern, bestätigen Sie das bitte auf dieser Seite. Dann wird vorerst niemand weiter benachrichtigt.
${URL}`);
	expect(html).toContain('<html lang="de">');
	expect(html).toContain('>Anfrage ansehen und übernehmen</a');
});

it('speaks English to everybody else', () => {
	expect(mailOf({ memberLocale: 'fr-FR' }).text).toContain('Hello Tom,');
});

it('carries the link in text and HTML, once to press and once to copy', () => {
	const url = `${URL}&x=<y>`;
	const { text, html } = email.compose(DATA, { acknowledgeUrl: url, now: DUE, timezone: 'UTC' });
	expect(text).toContain(url);
	const escaped = 'acknowledge?token=abc.def&amp;x=&lt;y&gt;';
	expect(html).toContain(`href="https://n8n.acme.example/webhook/1f/${escaped}"`);
	expect(html.split(escaped)).toHaveLength(3);
});

it('shows what people typed as text', () => {
	const { html } = mailOf({ title: '<img src=x onerror=alert(1)> & "co"', memberName: "O'Neil <b>" });
	expect(html).toContain('&lt;img src=x onerror=alert(1)&gt; &amp; &quot;co&quot;');
	expect(html).toContain('O&#39;Neil &lt;b&gt;');
	expect(html).not.toMatch(/<img|<b>|<script|<link|url\(/);
});

it('keeps the subject on one line, whatever was pasted into the title', () => {
	expect(mailOf({ title: 'Laptop\r\nBcc: everybody@acme.example' }).subject).toBe(
		'[Escalation 2/3] Laptop Bcc: everybody@acme.example: first response is overdue',
	);
});

it('leaves out what is not known', () => {
	const { text } = mailOf({ externalRef: null, requesterName: null, dueAt: null });
	expect(text).not.toMatch(/Reference|Asked by|Was due|late\./);
});

it.each([
	[10, '1 minute', '1分钟', '1 Minute'],
	[60_000, '1 minute', '1分钟', '1 Minute'],
	[119 * 60_000, '119 minutes', '119分钟', '119 Minuten'],
	[2 * 3_600_000, '2 hours', '2小时', '2 Stunden'],
	[47 * 3_600_000, '47 hours', '47小时', '47 Stunden'],
	[3 * 86_400_000, '3 days', '3天', '3 Tage'],
])('%d ms late is said as %s', (ms, english, chinese, german) => {
	const said = [showLateness(ms, 'en'), showLateness(ms, 'zh'), showLateness(ms, 'de')];
	expect(said).toEqual([english, chinese, german]);
});
