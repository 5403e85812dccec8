import { findMembers, readerZone } from '../directory';
import type { Engine } from '../engine';
import { languageOf, languageOfHeader, textsIn, type Language } from '../languages';
import { headerOf, html, page, problemPage, queryOf, type Html, type Page, type PageRequest } from '../pages';
import { metricName } from '../sla';
import { textsFor } from './acknowledge-forms';
import { acknowledgeQuery, openList } from './links';
import { latestOf } from './notification-repository';
import { eachOnce, findOverdue, worstOf, type Overdue } from './overdue';
import type { RunState } from './types';

/** On one page. */
const SHOWN = 100;
/** Of what somebody was notified of, the latest. */
const MOST = 5_000;

const WAITS: readonly RunState[] = ['active', 'exhausted', 'nobody'];

/** Everything overdue that somebody was notified of and nobody sees to yet, each with the way to its own page. It decides nothing. */
export async function listPage(
	engine: Engine,
	request: PageRequest,
	timezone: string,
): Promise<{ readonly page: Page }> {
	const opened = await openList(engine, queryOf(request, 'list'));
	if (!opened.ok)
		return { page: problemPage(opened.why, languageOfHeader(headerOf(request, 'accept-language'))) };
	const { memberId, createdAt } = opened.notification;
	const { language, zone, all, idOf } = await engine.store.read(async (db) => {
		const told = await latestOf(db, memberId, { since: createdAt - 30 * 86_400_000, limit: MOST });
		const overdue = await findOverdue(db, told);
		return {
			language: languageOf((await findMembers(db, [memberId])).get(memberId)?.locale),
			zone: (await readerZone(db, memberId)) ?? timezone,
			all: eachOnce([...overdue.values()].filter(({ story }) => WAITS.includes(story.run.state))),
			idOf: new Map(told.flatMap(({ runId, id, code }) => (code === undefined ? [] : [[runId, id]]))),
		};
	});
	const texts = textsFor(language);
	const shown = worstOf(all, SHOWN);
	const items: Html[] = [];
	for (const one of shown) {
		const query = await acknowledgeQuery(engine, idOf.get(one.story.run.id) ?? '');
		items.push(itemOf(one, query, { language, zone }));
	}
	const lead = [
		all.length === 0 ? texts.listNone : texts.listCount(all.length),
		...(shown.length < all.length ? [texts.listFirst(shown.length)] : []),
	];
	return {
		page: page(
			200,
			language,
			texts.listTitle,
			html`<p role="status">${lead.reduce(textsIn(language).sentences)}</p>
				${items.length > 0 && html`<ul class="list">${items}</ul>`}`,
		),
	};
}

function itemOf(
	{ fields }: Overdue,
	query: string,
	{ language, zone }: { readonly language: Language; readonly zone: string },
): Html {
	const { escalation, priorities, instant } = textsIn(language);
	const due = fields.dueAt === null ? '' : instant(Date.parse(fields.dueAt), zone);
	return html`<li>
		<a href="?${query}">${fields.title}</a>
		<p class="hint">
			${[priorities[fields.priority], escalation.summary.row(fields.serviceName, metricName(fields.metric, language), due)].join(' · ')}
		</p>
	</li>`;
}
