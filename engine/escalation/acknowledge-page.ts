import type { Engine } from '../engine';
import {
	details,
	html,
	languageOf,
	page,
	queryOf,
	serveForm,
	showInstant,
	type Html,
	type Language,
	type Page,
	type PageRequest,
} from '../pages';
import { findMembers } from '../directory';
import type { RunFields } from '../event';
import { unwrap } from '../outcome';
import { acknowledgeRuns } from './acknowledge-runs';
import { openLink, type Opened } from './links';
import { tellRuns } from './run-events';
import { PRIORITY_NAMES } from './names';

const TEXTS = {
	en: {
		title: 'Take this request on',
		lead: 'A promise to a colleague was not kept in time. If you take care of it, nobody further will be told.',
		labels: {
			request: 'Request',
			reference: 'Reference',
			service: 'Service',
			department: 'With',
			priority: 'Priority',
			requester: 'Asked by',
			due: 'Was due',
		},
		as: (who: string) => `You answer as ${who}.`,
		button: 'I take care of it',
		done: 'Thank you. It is yours now.',
		doneText: 'Nobody further will be told about it. You can close this page.',
		taken: 'This request has been taken on',
		mine: 'You have taken it on already. There is nothing left to do here.',
		already: (who: string) => `${who} has taken it on already. There is nothing left to do here.`,
		settled: 'This request is settled',
		stopped: 'The reason for telling you is gone. There is nothing left to do here.',
	},
	zh: {
		title: '确认处理此请求',
		lead: '对同事的承诺未能按时兑现。确认由您处理后，将不再通知其他人。',
		labels: {
			request: '请求',
			reference: '编号',
			service: '服务',
			department: '负责部门',
			priority: '优先级',
			requester: '提出人',
			due: '应完成时间',
		},
		as: (who: string) => `您将以${who}的身份确认。`,
		button: '由我处理',
		done: '谢谢，此请求已由您接手。',
		doneText: '将不再通知其他人。您可以关闭此页面。',
		taken: '此请求已有人接手',
		mine: '您已接手处理此请求，无需再操作。',
		already: (who: string) => `${who}已接手处理，无需再操作。`,
		settled: '此请求已了结',
		stopped: '通知您的原因已不存在，无需再操作。',
	},
} as const;

export interface Decision {
	readonly page: Page;
	/** The run that was acknowledged by this very submission. */
	readonly acknowledged?: string;
}

/** Takes the request on in the name of whoever was sent the link. */
export const answer = (engine: Engine, request: PageRequest, timezone: string): Promise<Decision> =>
	serveForm<View, undefined, Decision>(engine, request, {
		async open(token) {
			const opened = await openLink(engine, token);
			return opened.ok ? await viewOf(engine, opened, timezone) : opened.why;
		},
		ended: (view) => (isEnded(view) ? endedPage(view) : undefined),
		filled: () => undefined,
		typed: () => undefined,
		form: (view, nonce, _typed, notice) => formPage(view, nonce, notice?.text),
		async act(view) {
			const { run, notification } = view.opened;
			const [outcome] = await acknowledgeRuns(engine, [{ runId: run.id, by: notification.memberId }]);
			if (unwrap(outcome).changed) return { page: donePage(view), acknowledged: run.id };
			// Somebody else was a moment quicker: the page says who.
			const reopened = await openLink(engine, queryOf(request, 'token'));
			return { page: endedPage(reopened.ok ? await viewOf(engine, reopened, timezone) : view) };
		},
	});

type Found = Extract<Opened, { ok: true }>;

const isEnded = ({ opened }: View): boolean =>
	opened.run.state === 'acknowledged' || opened.run.state === 'stopped';

interface View {
	readonly language: Language;
	readonly details: Html;
	readonly opened: Found;
	/** Who was sent the link: in their name it is taken on. */
	readonly reader: string;
	readonly takenBy: string | undefined;
	readonly takenByReader: boolean;
}

async function viewOf(engine: Engine, opened: Found, timezone: string): Promise<View> {
	const { notification, run } = opened;
	return await engine.store.read(async (db) => {
		const people = await findMembers(db, [
			notification.memberId,
			...(run.acknowledgedBy === undefined ? [] : [run.acknowledgedBy]),
		]);
		const language = languageOf(people.get(notification.memberId)?.locale);
		const data = (await tellRuns(db, [run])).get(run.id)?.data;
		const nameOf = (id: string) => people.get(id)?.name ?? id;
		return {
			language,
			opened,
			reader: nameOf(notification.memberId),
			takenBy: run.acknowledgedBy === undefined ? undefined : nameOf(run.acknowledgedBy),
			takenByReader: run.acknowledgedBy === notification.memberId,
			details: about(data, language, timezone),
		};
	});
}

function about(data: RunFields | undefined, language: Language, timezone: string): Html {
	const { labels } = TEXTS[language];
	if (!data) return details([]);
	return details([
		[labels.request, data.title],
		[labels.reference, data.externalRef],
		[labels.service, data.serviceName],
		[labels.department, data.departmentName],
		[labels.priority, PRIORITY_NAMES[language][data.priority] ?? data.priority],
		[labels.requester, data.requesterName],
		[labels.due, data.dueAt ? showInstant(Date.parse(data.dueAt), timezone, language) : undefined],
	]);
}

function formPage({ language, details: shown, reader }: View, nonce: Html, notice?: string): Page {
	const texts = TEXTS[language];
	return page(
		200,
		language,
		texts.title,
		html`${notice !== undefined && html`<p role="alert">${notice}</p>`}
			<p>${texts.lead}</p>
			${shown}
			<form method="post">
				<p class="muted">${texts.as(reader)}</p>
				${nonce}<button type="submit">${texts.button}</button>
			</form>`,
	);
}

function donePage({ language, details: shown }: View): Page {
	const texts = TEXTS[language];
	return page(
		200,
		language,
		texts.done,
		html`<p role="status">${texts.doneText}</p>
			${shown}`,
	);
}

function endedPage({ language, details: shown, opened, takenBy, takenByReader }: View): Page {
	const texts = TEXTS[language];
	const isTaken = opened.run.state === 'acknowledged' && takenBy !== undefined;
	const what = !isTaken ? texts.stopped : takenByReader ? texts.mine : texts.already(takenBy);
	return page(
		200,
		language,
		isTaken ? texts.taken : texts.settled,
		html`<p role="status">${what}</p>
			${shown}`,
	);
}
