import { dateFormat } from './date-format';

const date = dateFormat('en-GB', { dateStyle: 'full', timeStyle: 'short' });

const count = (n: number) => n.toLocaleString('en-GB');
const REMINDER = 'We asked you this before, and you have not answered yet. This is the only reminder.';

/**
 * Everything that mails and pages say, in English. Its shape is that of every language: a text that is missing elsewhere does
 * not compile. A text has no branches but for one and many; whoever shows it chooses which one to show.
 */
export const ENGLISH = {
	/** The language's own name for itself, and the tag that a member gets who chooses it. */
	name: 'English',
	tag: 'en',
	/** An instant in a zone, with the zone: `Monday, 2 March 2026 at 17:00 (Europe/Berlin)`. */
	instant: (ms: number, timezone: string) => `${date(ms, timezone)} (${timezone})`,
	/** Between a label and its value. */
	colon: ': ',
	/** Two sentences, one after the other. */
	sentences: (first: string, second: string) => `${first} ${second}`,
	greeting: (name: string) => `Hello ${name},`,
	greetingUnnamed: 'Hello,',

	problems: {
		forged: {
			title: 'This link is not valid',
			text: 'It may have been cut off by your mail program. Open it again from the mail, or copy the whole address. Nothing was changed.',
		},
		expired: {
			title: 'This link has expired',
			text: 'Nothing was changed. If it still matters, ask the department that sent you the mail.',
		},
		gone: {
			title: 'There is nothing here any more',
			text: 'What this link was about has been removed. Nothing was changed.',
		},
		tooLarge: {
			title: 'That was too much text',
			text: 'Go back, shorten it, and send it again. Nothing was changed.',
		},
		unreadable: {
			title: 'This page could not read what was sent',
			text: 'Open the link from the mail in a browser and use the button there. Nothing was changed.',
		},
		unavailable: {
			title: 'Please try again in a few minutes',
			text: 'The system behind this page is not available at the moment. Nothing was changed and nothing is lost.',
		},
	},
	pressAgain:
		'Please press the button once more: this page was open for too long, or was sent too quickly for a person.',

	/** What is promised, in the middle of a sentence. */
	metrics: { firstResponse: 'first response', resolution: 'resolution' },
	priorities: { urgent: 'urgent', high: 'high', normal: 'normal', low: 'low' },

	escalation: {
		/** How much time has passed. */
		late: {
			minutes: (n: number) => `${n} ${n === 1 ? 'minute' : 'minutes'}`,
			hours: (n: number) => `${n} ${n === 1 ? 'hour' : 'hours'}`,
			days: (n: number) => `${n} ${n === 1 ? 'day' : 'days'}`,
		},
		/** Why this person of all people is notified. */
		why: {
			assignee: 'You are notified because the request is assigned to you.',
			member: 'You are notified because the escalation policy names you.',
			departmentHead: (department: string) => `You are notified because you lead ${department}.`,
			managerOf: (member: string) => `You are notified because you are the manager of ${member}.`,
			inPlaceOfAway: (member: string) => `You are notified in place of ${member}, who is away.`,
			acknowledged: 'You are notified because you had said that you would see to it.',
			owner: 'You are notified because the policy is yours, and no one else could be found.',
			inPlaceOfLeaver: (member: string) =>
				`You are notified in place of ${member}, who has left the company.`,
		},
		mail: {
			subject: (level: number, levels: number, title: string, metric: string) =>
				`[Escalation ${level}/${levels}] ${title}: ${metric} is overdue`,
			lead: (metric: string) =>
				`A promise to a colleague was not kept: the ${metric} of this request is overdue.`,
			leadLate: (metric: string, late: string) =>
				`A promise to a colleague was not kept: the ${metric} of this request is overdue. It is ${late} late.`,
			labels: {
				request: 'Request',
				description: 'Description',
				reference: 'Reference',
				ticket: 'Ticket',
				service: 'Service',
				priority: 'Priority',
				requester: 'Asked by',
				assignee: 'Assigned to',
				due: 'Was due',
				alsoBroken: 'Also overdue',
				toldBefore: 'Notified before',
				note: 'Note',
				takenBefore: 'Had taken it on',
				next: 'Next',
			},
			nobody: 'nobody yet',
			told: (name: string, at: string) => `${name}, ${at}`,
			next: (names: string, at: string) => `${names}, if nobody reacts by ${at}`,
			why: (sentence: string, policy: string, level: number, levels: number) =>
				`${sentence} Policy: ${policy}, level ${level} of ${levels}.`,
			ask: 'If you take ownership on this page, no one else is notified for now.',
			button: 'Open the request and take ownership',
		},
		/** To whoever can mend the policy or the directory. */
		alarm: {
			subjectNobody: (title: string, metric: string) => `[Nobody to notify] ${title}: ${metric} is overdue`,
			subjectExhausted: (title: string, metric: string) => `[No reaction] ${title}: ${metric} is overdue`,
			leadNobody: (metric: string, policy: string, level: number) =>
				`The ${metric} of this request is overdue. Level ${level} of the escalation policy "${policy}" found nobody to notify.`,
			leadExhausted: (metric: string, policy: string) =>
				`The ${metric} of this request is overdue. Everyone whom the escalation policy "${policy}" names was notified, and nobody is seeing to it.`,
			department: 'Department',
			mendNobody:
				'Usually a department has no head, or somebody no manager. ICRM Escalation, "Policy: Preview", shows who is found.',
			mendExhausted: 'Please see to it that somebody takes care of this request.',
			quiet: (instant: string) =>
				`There are many of these about this department. No further one is mailed until ${instant}; ICRM Escalation, "Run: Get Many", lists them.`,
		},
		/** In place of many mails within an hour. */
		summary: {
			subject: (requests: number) =>
				`[Escalation] ${count(requests)} more ${requests === 1 ? 'request is' : 'requests are'} overdue`,
			lead: (requests: number) =>
				`You have had many mails about overdue requests within the hour. This one stands for ${count(requests)} more.`,
			worst: 'The most urgent of them:',
			row: (service: string, metric: string, due: string) => `${service}, ${metric}, was due ${due}`,
			ask: 'This page lists all overdue requests that you were notified of.',
			button: 'Open the list',
		},
		/** An overdue request waits for somebody else, and goes on waiting. */
		stillWaiting: {
			subject: (title: string, metric: string) => `[Still waiting] ${title}: ${metric} is overdue`,
			lead: (metric: string) =>
				`The ${metric} of this request is overdue, and the request is still waiting. The escalation stands still while it waits.`,
			since: 'Waiting since',
			for: 'Reason',
			ask: 'Please check whether it still has to wait.',
		},
		/** Before a promise is broken. */
		reminder: {
			subject: (title: string, metric: string) => `[Due soon] ${title}: ${metric}`,
			lead: (metric: string, percent: number) =>
				`The ${metric} of this request is due soon: ${percent} % of the time is used.`,
			due: 'Due',
		},
		/** To somebody who was notified and has nothing to do any more. */
		standDown: {
			subject: (title: string, metric: string) => `[Escalation ended] ${title}: ${metric}`,
			/** The escalation goes on, without this reader. */
			subjectPassedOn: (title: string, metric: string) => `[Passed on] ${title}: ${metric}`,
			lead: {
				recovered: (metric: string) =>
					`We notified you that the ${metric} of this request was overdue. It is not overdue any more: its deadline has moved, or the promise was kept after all.`,
				done: (metric: string) =>
					`We notified you that the ${metric} of this request was overdue. It has been taken care of meanwhile.`,
				taken: (metric: string) =>
					`We notified you that the ${metric} of this request was overdue. Somebody is seeing to it now.`,
				countedAnew: (metric: string) =>
					`We notified you that the ${metric} of this request was overdue. That deadline does not count any more. If the request is overdue under the terms that count now, you will hear of it again.`,
				waived: (metric: string) =>
					`We notified you that the ${metric} of this request was overdue. The deadline was waived.`,
				passedOn: (metric: string) =>
					`We notified you that the ${metric} of this request was overdue. The request has been passed on since.`,
				cancelled: (metric: string) =>
					`We notified you that the ${metric} of this request was overdue. The request was cancelled.`,
			},
			takenBy: 'Is seeing to it',
			dueNow: 'New deadline',
			ended: 'The escalation has ended: you do not need to react to it any more.',
			passedOn: 'You do not need to react to it any more.',
			subjectTaken: (title: string, metric: string) => `[Taken on] ${title}: ${metric}`,
			taken: 'You do not need to react to it for now. If it is still overdue later, the escalation goes on.',
			stillOpen: 'The escalation has ended. The request is still open, and due at the new deadline.',
		},
		page: {
			title: 'This request is overdue',
			lead: 'A promise to a colleague was not kept in time. If you see to it, no one else is notified for now.',
			labels: {
				request: 'Request',
				description: 'Description',
				reference: 'Reference',
				ticket: 'Ticket',
				service: 'Service',
				department: 'With',
				priority: 'Priority',
				requester: 'Asked by',
				due: 'Was due',
				status: 'Status',
				assignee: 'Assigned to',
				told: 'Notified so far',
				note: 'Note',
			},
			statuses: { open: 'open', paused: 'waiting', resolved: 'resolved', cancelled: 'cancelled' },
			as: (who: string) => `You answer as ${who}.`,
			button: 'I’m seeing to it',
			buttonAssign: 'I’ll do it',
			assignHint: '“I’ll do it” assigns the request to you. “I’m seeing to it” assigns it to no one.',
			assigned: 'The request is assigned to you.',
			note: 'Note',
			noteHint: (longest: number) =>
				`Optional, up to ${count(longest)} characters. Shown to everyone who is notified of this request.`,
			noteTooLong: (length: number, longest: number) =>
				`Your note has ${count(length)} characters. Please shorten it to ${count(longest)}.`,
			notDone: 'Nothing was changed yet.',
			handOver: 'Or hand it over to a colleague',
			colleague: 'Colleague',
			choose: 'Choose a colleague',
			chooseOne: 'Please choose the colleague to whom you hand it over.',
			buttonHandOver: 'Hand over',
			handedOverTitle: 'You have handed it over.',
			handedOver: (who: string) => `The request is assigned to ${who} now.`,
			nowTold: (who: string) => `Notified: ${who}.`,
			goesOn: 'If nobody sees to it, the escalation goes on.',
			notHandedOver: 'It could not be handed over. Nothing was changed: please choose somebody else.',
			doneTitle: 'Thank you for seeing to it.',
			done: 'No one else is notified for now. If it is still overdue later, you will hear of it again. You can close this page.',
			takenTitle: 'Somebody is seeing to this request',
			takenByYou: 'You said that you are seeing to it. There is nothing left to do here.',
			takenBy: (who: string) => `${who} is seeing to it. There is nothing left to do here.`,
			stoppedTitle: 'This request is settled',
			stopped: 'The reason for notifying you no longer applies. There is nothing left to do here.',
			passedOnTitle: 'This request was passed on',
			passedOn: 'Somebody else has to see to it now. There is nothing left to do here.',
			listTitle: 'Overdue requests that you were notified of',
			listCount: (requests: number) =>
				`${count(requests)} ${requests === 1 ? 'request is' : 'requests are'} waiting for somebody to see to ${requests === 1 ? 'it' : 'them'}.`,
			listFirst: (shown: number) => `The ${count(shown)} most urgent are shown.`,
			listNone: 'Nothing is waiting for you. You can close this page.',
		},
	},

	survey: {
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
			button: 'Send',
			buttonAnew: 'Send the changed answer',
			given: (rating: string) =>
				`You have answered already: ${rating}. Your answer stands unless you send another.`,
			givenUnseen:
				'You have answered already. Your answer is not shown here, so that nobody else can read it; it stands unless you send another.',
			notSent: 'Your answer was not sent yet.',
			chooseRating: (least: number, most: number) =>
				`Please choose one of the numbers from ${least} to ${most}.`,
			shorten: (length: number, longest: number) =>
				`Your comment has ${count(length)} characters. Please shorten it to ${count(longest)}.`,
			optional: (longest: number) => `Optional, up to ${count(longest)} characters.`,
			optionalAnonymous: (longest: number) =>
				`Optional, up to ${count(longest)} characters. It is passed on word for word: leave out what would tell who you are.`,
			thanksTitle: 'Thank you for your answer',
			thanks: 'It has been stored. You can close this page.',
			thanksUntil: (instant: string) =>
				`It has been stored. You can change it with the same link until ${instant}.`,
			expiredTitle: 'This survey has closed',
			expired: 'It takes no more answers.',
			expiredAt: (instant: string) => `It took answers until ${instant}.`,
			answeredTitle: 'You have answered already',
			answered:
				'Your answer came through the link in another mail. As this survey is anonymous, only that link can change it. There is nothing left to do here.',
			stands: 'This is the answer you gave:',
		},
		mail: {
			subject: (title: string) => title,
			subjectAgain: (title: string) => `[Reminder] ${title}`,
			lead: 'We have one question about work that was done for you. Answering takes a minute.',
			reminder: REMINDER,
			reminderAnonymous: `${REMINDER} It is known whether you have answered, but not which answer is yours.`,
			ask: 'Your answer counts once you have sent it on this page:',
			button: 'Answer the question',
			until: (instant: string) =>
				`The page takes answers until ${instant}. Until then you can also change yours.`,
			keep: 'Please do not forward this mail: whoever has its link can change your answer.',
		},
		/** The mail to the head of a department whose work was rated low. */
		low: {
			subject: (subject: string, rating: number, name: string) =>
				`[Low rating] ${subject}: ${rating} from ${name}`,
			lead: (department: string, name: string) => `${name} was not satisfied with the work of ${department}.`,
			followUp:
				'Please reply to your colleague within two working days. Say thank you for the honest answer, ask what went wrong, and say what will change. Please do not ask for a better rating.',
			until: (name: string, instant: string) => `${name} can change the answer until ${instant}.`,
		},
		/** What the ends of a scale mean where the survey does not say. */
		ends: {
			nps: { least: 'Not at all likely', most: 'Extremely likely' },
			csat: { least: 'Very dissatisfied', most: 'Very satisfied' },
			ces: { least: 'Very difficult', most: 'Very easy' },
		},
		/** The surveys to start with. `{service}`, `{department}` and `{subject}` are filled in. */
		readyMade: {
			'milestone-csat': {
				title: 'How did we do on “{subject}”?',
				question: 'How satisfied are you with what {department} delivered for “{subject}”?',
				comment: 'What went well, and what should be different next time?',
			},
			'internal-nps': {
				title: 'Two minutes about working with {department}',
				question: 'How likely are you to recommend working with {department} to a colleague?',
				comment: 'What is the main reason for your rating?',
			},
			'effort-after-request': {
				title: 'Your request “{subject}” is resolved. Was it easy?',
				question: 'How easy was it to get what you needed from {department}?',
				comment: 'What would have made it easier?',
			},
		},
	},
};

export type Texts = typeof ENGLISH;
