import { textsIn, type Language } from '../languages';
import { faultList, html, page, selectField, textField, type Html, type Notice, type Page } from '../pages';
import type { View } from './acknowledge-view';
import type { HandedOver } from './hand-over';
import { LONGEST_NOTE } from './types';

export const textsFor = (language: Language) => textsIn(language).escalation.page;

/** What stands in the form, and which of its buttons was pressed. */
export interface Typed {
	/** `assign`: "I'll do it", the request is assigned to them as well. `see`: "I'm seeing to it". */
	readonly does: 'assign' | 'see' | 'handOver';
	readonly note: string;
	/** The id of a colleague. */
	readonly to: string;
}

/** What the reader can do: see to it, do it, hand it over, each with a word about it. */
export function formPage(view: View, nonce: Html, typed: Typed, notice?: Notice): Page {
	const { language, details: shown, reader, mayAssign } = view;
	const texts = textsFor(language);
	const faults = notice?.faults ?? [];
	return page(
		200,
		language,
		texts.title,
		html`${notice && faultList(notice.text, faults)}
			<p>${texts.lead}</p>
			${shown}
			<form method="post">
				<p class="muted">${texts.as(reader)}</p>
				${nonce}
				${textField(
					{
						name: 'note',
						label: texts.note,
						hint: texts.noteHint(LONGEST_NOTE),
						longest: LONGEST_NOTE,
						typed: typed.note,
					},
					faults,
				)}
				${
					mayAssign &&
					html`<p class="muted">${texts.assignHint}</p>
						<button type="submit" name="do" value="assign">${texts.buttonAssign}</button>`
				}
				<button type="submit" name="do" value="see">${texts.button}</button>
				${handOverField(view, typed, notice)}
			</form>`,
	);
}

function handOverField({ language, colleagues }: View, { to }: Typed, notice?: Notice): Html | undefined {
	if (colleagues.length === 0) return undefined;
	const texts = textsFor(language);
	const options = colleagues.map(({ id, name }) => ({ value: id, label: name }));
	return html`<fieldset class="other">
		<legend>${texts.handOver}</legend>
		${selectField(
			{ name: 'to', label: texts.colleague, none: texts.choose, options, chosen: to },
			notice?.faults ?? [],
		)}
		<button type="submit" name="do" value="handOver">${texts.buttonHandOver}</button>
	</fieldset>`;
}

export function donePage({ language, details: shown }: View, isAssigned: boolean): Page {
	const texts = textsFor(language);
	const said = [...(isAssigned ? [texts.assigned] : []), texts.done];
	return page(
		200,
		language,
		texts.doneTitle,
		html`<p role="status">${said.reduce(textsIn(language).sentences)}</p>
			${shown}`,
	);
}

export function handedOverPage({ language, details: shown }: View, handed: HandedOver): Page {
	const texts = textsFor(language);
	const { to, told, goesOn } = handed;
	const said = [
		texts.handedOver(to),
		...(told.length === 0 ? [] : [texts.nowTold(told.join(', '))]),
		...(goesOn ? [texts.goesOn] : []),
	];
	return page(
		200,
		language,
		texts.handedOverTitle,
		html`<p role="status">${said.reduce(textsIn(language).sentences)}</p>
			${shown}`,
	);
}

/** Nothing is left to decide: somebody sees to it, the reader has no part in it any more, or the reason is gone. */
export function endedPage({ language, details: shown, part, takenBy, takenByReader }: View): Page {
	const texts = textsFor(language);
	if (part === 'passedOn')
		return page(200, language, texts.passedOnTitle, html`<p role="status">${texts.passedOn}</p>`);
	const isTaken = part === 'taken' && takenBy !== undefined;
	const what = !isTaken ? texts.stopped : takenByReader ? texts.takenByYou : texts.takenBy(takenBy);
	return page(
		200,
		language,
		isTaken ? texts.takenTitle : texts.stoppedTitle,
		html`<p role="status">${what}</p>
			${shown}`,
	);
}
