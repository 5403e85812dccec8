import { html, page, type Page } from './page';
import type { Language } from './language';

/** What can be wrong with a link or a form, whatever it is for. */
export type Problem = 'forged' | 'expired' | 'gone' | 'tooLarge' | 'unreadable' | 'unavailable';

const STATUS: Readonly<Record<Problem, number>> = {
	forged: 403,
	expired: 410,
	gone: 404,
	tooLarge: 413,
	unreadable: 415,
	unavailable: 503,
};

const TEXTS: Readonly<Record<Language, Readonly<Record<Problem, readonly [title: string, text: string]>>>> = {
	en: {
		forged: [
			'This link is not valid',
			'It may have been cut off by your mail program. Open it again from the mail, or copy the whole address. Nothing was changed.',
		],
		expired: [
			'This link has expired',
			'Nothing was changed. If it still matters, ask the department that sent you the mail.',
		],
		gone: [
			'There is nothing here any more',
			'What this link was about has been removed. Nothing was changed.',
		],
		tooLarge: ['That was too much text', 'Go back, shorten it, and send it again. Nothing was changed.'],
		unreadable: [
			'This page could not read what was sent',
			'Open the link from the mail in a browser and use the button there. Nothing was changed.',
		],
		unavailable: [
			'Please try again in a few minutes',
			'The system behind this page is not available at the moment. Nothing was changed and nothing is lost.',
		],
	},
	zh: {
		forged: ['链接无效', '链接可能被邮件程序截断了。请从邮件中重新打开，或复制完整地址。未做任何更改。'],
		expired: ['链接已过期', '未做任何更改。如仍需处理，请联系发送邮件的部门。'],
		gone: ['内容已不存在', '该链接对应的内容已被移除。未做任何更改。'],
		tooLarge: ['内容过长', '请返回缩短后重新提交。未做任何更改。'],
		unreadable: ['无法读取提交的内容', '请在浏览器中打开邮件里的链接，并使用页面上的按钮。未做任何更改。'],
		unavailable: ['请几分钟后再试', '系统暂时不可用。未做任何更改，也没有丢失任何内容。'],
	},
};

/** A page that tells a person what is wrong and what to do. */
export function problemPage(problem: Problem, language: Language): Page {
	const [title, text] = TEXTS[language][problem];
	return page(STATUS[problem], language, title, html`<p>${text}</p>`);
}
