import type { Language } from '../pages';
import { LONGEST_COMMENT, type Survey } from './types';

const thousands = (n: number) => n.toLocaleString('en-GB');

const ENGLISH = {
	greeting: (name: string) => (name === '' ? 'Hello,' : `Hello ${name},`),
	labels: {
		department: 'Department',
		subject: 'About',
		survey: 'Survey',
		rating: 'Rating',
		comment: 'Comment',
		colleague: 'Colleague',
		email: 'E-mail',
	},
	someone: 'A colleague',
	end: (rating: number, meaning: string) => `${rating} = ${meaning}`,
	rating: (rating: number, least: number, most: number) => `${rating} (from ${least} to ${most})`,
	anonymous: (minimumGroup: number) =>
		`This survey is anonymous. Your name is not stored with your answer. Results of fewer than ${minimumGroup} people are never shown.`,
	identified: (department: string) =>
		`This survey is not anonymous. Your name is shown with your answer to ${department} and to those who run this survey.`,
	page: {
		until: (instant: string) => `You can change your answer with the same link until ${instant}.`,
		send: 'Send',
		sendAnew: 'Send the changed answer',
		given: (rating: string) =>
			`You have answered already: ${rating}. Your answer stands unless you send another.`,
		givenUnseen:
			'You have answered already. Your answer is not shown here, so that nobody else can read it; it stands unless you send another.',
		notSent: 'Your answer was not sent yet.',
		chooseRating: (least: number, most: number) =>
			`Please choose one of the numbers from ${least} to ${most}.`,
		shorten: (length: number) =>
			`Your comment has ${thousands(length)} characters. Please shorten it to ${thousands(LONGEST_COMMENT)}.`,
		optional: `Optional, up to ${thousands(LONGEST_COMMENT)} characters.`,
		optionalAnonymous: `Optional, up to ${thousands(LONGEST_COMMENT)} characters. It is passed on word for word: leave out what would tell who you are.`,
		thanks: 'Thank you for your answer',
		thanksText: (until: string | undefined) =>
			until === undefined
				? 'It has been stored. You can close this page.'
				: `It has been stored. You can change it with the same link until ${until}.`,
		expired: 'This survey has closed',
		expiredText: (instant: string | undefined) =>
			instant === undefined ? 'It takes no more answers.' : `It took answers until ${instant}.`,
		answered: 'You have answered already',
		answeredText:
			'Your answer came through the link in another mail. As this survey is anonymous, only that link can change it. There is nothing left to do here.',
		stands: 'This is the answer you gave:',
	},
	mail: {
		invite: (title: string) => title,
		remind: (title: string) => `[Reminder] ${title}`,
		lead: 'We have one question about work that was done for you. Answering takes a minute.',
		reminder: 'We asked you this before, and you have not answered yet. This is the only reminder.',
		reminderAnonymous: 'It is known whether you have answered, but not which answer is yours.',
		ask: 'Your answer counts once you have sent it on this page:',
		button: 'Answer the question',
		until: (instant: string) =>
			`The page takes answers until ${instant}. Until then you can also change yours.`,
		keep: 'Please do not forward this mail: whoever has its link can change your answer.',
	},
	low: {
		subject: (subject: string, rating: number, name: string) =>
			`[Low rating] ${subject}: ${rating} from ${name}`,
		lead: (department: string, name: string) => `${name} was not satisfied with the work of ${department}.`,
		followUp:
			'Please reply to your colleague within two working days. Say thank you for the honest answer, ask what went wrong, and say what will change. Please do not ask for a better rating.',
		until: (name: string, instant: string) => `${name} can change the answer until ${instant}.`,
	},
};

/** What the page and the mails of a survey say. Instants come in as they are to be shown. */
export type SurveyTexts = typeof ENGLISH;

const CHINESE: SurveyTexts = {
	greeting: (name) => (name === '' ? '您好：' : `${name}，您好：`),
	labels: {
		department: '部门',
		subject: '事项',
		survey: '调查',
		rating: '评分',
		comment: '意见',
		colleague: '同事',
		email: '邮箱',
	},
	someone: '一位同事',
	end: (rating, meaning) => `${rating} 分：${meaning}`,
	rating: (rating, _least, most) => `${rating} 分（满分 ${most} 分）`,
	anonymous: (minimumGroup) =>
		`本调查为匿名调查。您的姓名不会与您的评价一起保存。作答人数不足 ${minimumGroup} 人时，结果不予显示。`,
	identified: (department) => `本调查为实名调查。${department}及调查负责人会看到您的姓名和评价。`,
	page: {
		until: (instant) => `${instant}之前，您可以通过同一链接修改评价。`,
		send: '提交',
		sendAnew: '提交修改',
		given: (rating) => `您已评价过：${rating}。如不重新提交，原评价保持不变。`,
		givenUnseen: '您已评价过。为避免他人看到，此处不显示您的评价；如不重新提交，原评价保持不变。',
		notSent: '您的评价尚未提交。',
		chooseRating: (least, most) => `请在 ${least} 至 ${most} 分中选择一个分数。`,
		shorten: (length) => `您的意见共 ${length} 字，请缩短至 ${LONGEST_COMMENT} 字以内。`,
		optional: `选填，${LONGEST_COMMENT} 字以内。`,
		optionalAnonymous: `选填，${LONGEST_COMMENT} 字以内。内容会原样转达，请勿写入能看出您身份的信息。`,
		thanks: '感谢您的评价',
		thanksText: (until) =>
			until === undefined
				? '您的评价已保存，可以关闭此页面。'
				: `您的评价已保存。${until}之前，您可以通过同一链接修改。`,
		expired: '调查已结束',
		expiredText: (instant) => (instant === undefined ? '已不再接受评价。' : `评价截止时间为${instant}。`),
		answered: '您已评价过',
		answeredText:
			'您已通过另一封邮件中的链接提交了评价。由于本调查为匿名调查，只能通过那个链接修改。此处无需再操作。',
		stands: '您提交的评价如下：',
	},
	mail: {
		invite: (title) => title,
		remind: (title) => `【提醒】${title}`,
		lead: '想请您对以下工作做个评价。只有一个问题，一分钟即可完成。',
		reminder: '此前曾邀请您评价，目前尚未收到您的回复。我们只提醒这一次。',
		reminderAnonymous: '系统只知道您是否已作答，无法得知哪一份评价是您的。',
		ask: '在以下页面上提交后，评价才会生效：',
		button: '打开评价页面',
		until: (instant) => `评价截止时间为${instant}，在此之前您也可以随时修改。`,
		keep: '请勿转发此邮件：持有链接的人可以修改您的评价。',
	},
	low: {
		subject: (subject, rating, name) => `【低分反馈】${subject}：${name}评了 ${rating} 分`,
		lead: (department, name) => `${name}对${department}的工作不太满意。`,
		followUp:
			'请在两个工作日内回复这位同事：感谢对方如实反馈，了解问题所在，并说明将如何改进。请不要要求对方改分。',
		until: (name, instant) => `${instant}之前，${name}仍可修改评价。`,
	},
};

export const TEXTS: Readonly<Record<Language, SurveyTexts>> = { en: ENGLISH, zh: CHINESE };

/** The promise in force: who sees the answer. */
export const promiseOf = (survey: Survey, department: string, language: Language): string =>
	survey.anonymity === 'anonymous'
		? TEXTS[language].anonymous(survey.minimumGroup)
		: TEXTS[language].identified(department);
