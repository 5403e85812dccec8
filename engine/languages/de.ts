import { dateFormat } from './date-format';
import type { Texts } from './en';

const day = dateFormat('de-DE', { weekday: 'short', day: 'numeric', month: 'long', year: 'numeric' });
const time = dateFormat('de-DE', { hour: '2-digit', minute: '2-digit' });

const count = (n: number) => n.toLocaleString('de-DE');
const REMINDER =
	'wir haben Sie hierzu bereits um Ihre Meinung gebeten und noch keine Antwort erhalten. Dies ist die einzige Erinnerung.';

/** Everything that mails and pages say, in German. After the greeting of a mail the first sentence goes on in lower case. */
export const GERMAN: Texts = {
	name: 'Deutsch',
	tag: 'de',
	// Two formats: together, Intl would write "7. April 2026 um 14:30", which does not read well after "bis".
	instant: (ms, timezone) => `${day(ms, timezone)}, ${time(ms, timezone)} Uhr (${timezone})`,
	colon: ': ',
	sentences: (first, second) => `${first} ${second}`,
	greeting: (name) => `Guten Tag ${name},`,
	greetingUnnamed: 'Guten Tag,',

	problems: {
		forged: {
			title: 'Dieser Link ist ungültig',
			text: 'Möglicherweise hat Ihr Mailprogramm ihn abgeschnitten. Öffnen Sie ihn bitte noch einmal aus der E-Mail, oder kopieren Sie die vollständige Adresse. Es wurde nichts geändert.',
		},
		expired: {
			title: 'Dieser Link ist abgelaufen',
			text: 'Es wurde nichts geändert. Falls die Sache noch offen ist, wenden Sie sich bitte an die Abteilung, von der die E-Mail kam.',
		},
		gone: {
			title: 'Diesen Inhalt gibt es nicht mehr',
			text: 'Das, worauf dieser Link verwies, wurde entfernt. Es wurde nichts geändert.',
		},
		tooLarge: {
			title: 'Der Text ist zu lang',
			text: 'Bitte gehen Sie zurück, kürzen Sie ihn, und senden Sie ihn noch einmal ab. Es wurde nichts geändert.',
		},
		unreadable: {
			title: 'Ihre Eingaben konnten nicht gelesen werden',
			text: 'Bitte öffnen Sie den Link aus der E-Mail in einem Browser, und verwenden Sie die Schaltfläche auf der Seite. Es wurde nichts geändert.',
		},
		unavailable: {
			title: 'Bitte versuchen Sie es in einigen Minuten noch einmal',
			text: 'Das System ist zurzeit nicht erreichbar. Es wurde nichts geändert, und es geht nichts verloren.',
		},
	},
	pressAgain:
		'Bitte klicken Sie noch einmal auf die Schaltfläche: Die Seite war zu lange geöffnet oder wurde ungewöhnlich schnell abgesendet.',

	// As they stand after "Frist für".
	metrics: { firstResponse: 'die erste Antwort', resolution: 'die Lösung' },
	priorities: { urgent: 'dringend', high: 'hoch', normal: 'normal', low: 'niedrig' },

	escalation: {
		// As they stand after "um".
		late: {
			minutes: (n) => `${n} ${n === 1 ? 'Minute' : 'Minuten'}`,
			hours: (n) => `${n} ${n === 1 ? 'Stunde' : 'Stunden'}`,
			days: (n) => `${n} ${n === 1 ? 'Tag' : 'Tage'}`,
		},
		why: {
			assignee: 'Sie erhalten diese Nachricht, weil Ihnen die Anfrage zugewiesen ist.',
			member: 'Sie erhalten diese Nachricht, weil die Eskalationsrichtlinie Sie nennt.',
			departmentHead: (department) =>
				`Sie erhalten diese Nachricht, weil Sie die Abteilung ${department} leiten.`,
			managerOf: (member) => `Sie erhalten diese Nachricht, weil ${member} an Sie berichtet.`,
			inPlaceOfAway: (member) =>
				`Sie erhalten diese Nachricht stellvertretend, weil ${member} zurzeit abwesend ist.`,
			acknowledged: 'Sie erhalten diese Nachricht, weil Sie sich darum kümmern wollten.',
			owner:
				'Sie erhalten diese Nachricht, weil Sie für die Eskalationsrichtlinie zuständig sind und sonst niemand gefunden wurde.',
			inPlaceOfLeaver: (member) =>
				`Sie erhalten diese Nachricht stellvertretend, weil ${member} nicht mehr im Unternehmen ist.`,
		},
		mail: {
			subject: (level, levels, title, metric) =>
				`[Eskalation ${level}/${levels}] ${title}: Frist für ${metric} überschritten`,
			lead: (metric) =>
				`eine Zusage wurde nicht eingehalten: Die Frist für ${metric} ist bei der folgenden Anfrage überschritten.`,
			leadLate: (metric, late) =>
				`eine Zusage wurde nicht eingehalten: Die Frist für ${metric} ist bei der folgenden Anfrage um ${late} überschritten.`,
			labels: {
				request: 'Anfrage',
				description: 'Beschreibung',
				reference: 'Referenz',
				ticket: 'Ticket',
				service: 'Service',
				priority: 'Priorität',
				requester: 'Angefragt von',
				assignee: 'Zuständig',
				due: 'Frist',
				alsoBroken: 'Ebenfalls überschritten',
				toldBefore: 'Zuvor benachrichtigt',
				note: 'Anmerkung',
				takenBefore: 'Wollte sich kümmern',
				next: 'Als Nächstes',
			},
			nobody: 'noch niemand',
			told: (name, at) => `${name}, ${at}`,
			next: (names, at) => `${names}, wenn bis ${at} niemand reagiert`,
			why: (sentence, policy, level, levels) =>
				`${sentence} Eskalationsrichtlinie: ${policy}, Stufe ${level} von ${levels}.`,
			ask: 'Wenn Sie sich darum kümmern, bestätigen Sie das bitte auf dieser Seite. Dann wird vorerst niemand weiter benachrichtigt.',
			button: 'Anfrage ansehen und übernehmen',
		},
		alarm: {
			subjectNobody: (title, metric) =>
				`[Niemand zu benachrichtigen] ${title}: Frist für ${metric} überschritten`,
			subjectExhausted: (title, metric) => `[Keine Reaktion] ${title}: Frist für ${metric} überschritten`,
			leadNobody: (metric, policy, level) =>
				`die Frist für ${metric} bei dieser Anfrage ist überschritten. Stufe ${level} der Eskalationsrichtlinie „${policy}“ hat niemanden gefunden, der zu benachrichtigen wäre.`,
			leadExhausted: (metric, policy) =>
				`die Frist für ${metric} bei dieser Anfrage ist überschritten. Alle, die die Eskalationsrichtlinie „${policy}“ nennt, wurden benachrichtigt, und niemand kümmert sich darum.`,
			department: 'Abteilung',
			mendNobody:
				'Meist hat eine Abteilung keine Leitung oder jemand keine Führungskraft. ICRM Escalation, „Policy: Preview“, zeigt, wer gefunden wird.',
			mendExhausted: 'Bitte sorgen Sie dafür, dass sich jemand um diese Anfrage kümmert.',
			quiet: (instant) =>
				`Zu dieser Abteilung gibt es viele solche Meldungen. Bis ${instant} wird keine weitere verschickt; ICRM Escalation, „Run: Get Many“, zeigt sie alle.`,
		},
		summary: {
			subject: (requests) =>
				requests === 1
					? '[Eskalation] Eine weitere Anfrage ist überfällig'
					: `[Eskalation] ${count(requests)} weitere Anfragen sind überfällig`,
			lead: (requests) =>
				`Sie haben in der letzten Stunde viele Nachrichten über überfällige Anfragen erhalten. Diese Nachricht fasst ${requests === 1 ? 'eine weitere Anfrage' : `${count(requests)} weitere Anfragen`} zusammen.`,
			worst: 'Am dringendsten davon:',
			row: (service, metric, due) => `${service}, ${metric}, fällig ${due}`,
			ask: 'Diese Seite zeigt alle überfälligen Anfragen, über die Sie benachrichtigt wurden.',
			button: 'Liste öffnen',
		},
		stillWaiting: {
			subject: (title, metric) => `[Wartet noch] ${title}: Frist für ${metric} überschritten`,
			lead: (metric) =>
				`die Frist für ${metric} bei dieser Anfrage ist überschritten, und die Anfrage wartet noch immer. Solange sie wartet, ruht die Eskalation.`,
			since: 'Wartet seit',
			for: 'Grund',
			ask: 'Bitte prüfen Sie, ob sie noch warten muss.',
		},
		reminder: {
			subject: (title, metric) => `[Bald fällig] ${title}: ${metric}`,
			lead: (metric, percent) =>
				`die Frist für ${metric} bei dieser Anfrage läuft bald ab: ${percent} % der Zeit sind verstrichen.`,
			due: 'Fällig',
		},
		standDown: {
			subject: (title, metric) => `[Eskalation beendet] ${title}: ${metric}`,
			subjectPassedOn: (title, metric) => `[Weitergegeben] ${title}: ${metric}`,
			lead: {
				recovered: (metric) =>
					`wir haben Sie benachrichtigt, dass die Frist für ${metric} bei dieser Anfrage überschritten war. Das ist nicht mehr der Fall: Die Frist hat sich geändert, oder sie wurde doch eingehalten.`,
				done: (metric) =>
					`wir haben Sie benachrichtigt, dass die Frist für ${metric} bei dieser Anfrage überschritten war. Inzwischen ist sie bearbeitet.`,
				taken: (metric) =>
					`wir haben Sie benachrichtigt, dass die Frist für ${metric} bei dieser Anfrage überschritten war. Inzwischen kümmert sich jemand darum.`,
				countedAnew: (metric) =>
					`wir haben Sie benachrichtigt, dass die Frist für ${metric} bei dieser Anfrage überschritten war. Diese Frist gilt nicht mehr. Ist die Anfrage auch nach den jetzt geltenden Vereinbarungen überfällig, hören Sie davon.`,
				waived: (metric) =>
					`wir haben Sie benachrichtigt, dass die Frist für ${metric} bei dieser Anfrage überschritten war. Auf die Frist wurde inzwischen verzichtet.`,
				passedOn: (metric) =>
					`wir haben Sie benachrichtigt, dass die Frist für ${metric} bei dieser Anfrage überschritten war. Die Anfrage wurde inzwischen weitergegeben.`,
				cancelled: (metric) =>
					`wir haben Sie benachrichtigt, dass die Frist für ${metric} bei dieser Anfrage überschritten war. Die Anfrage wurde inzwischen zurückgezogen.`,
			},
			takenBy: 'Kümmert sich darum',
			dueNow: 'Neue Frist',
			ended: 'Die Eskalation ist beendet; Sie müssen nicht mehr darauf reagieren.',
			passedOn: 'Sie müssen nicht mehr darauf reagieren.',
			subjectTaken: (title, metric) => `[Wird bearbeitet] ${title}: ${metric}`,
			taken:
				'Sie müssen vorerst nicht darauf reagieren. Ist die Frist später noch immer überschritten, läuft die Eskalation weiter.',
			stillOpen:
				'Die Eskalation ist beendet. Die Anfrage ist noch offen und bis zur neuen Frist zu erledigen.',
		},
		page: {
			title: 'Diese Anfrage ist überfällig',
			lead: 'Eine Zusage wurde nicht rechtzeitig eingehalten. Wenn Sie sich um die Anfrage kümmern, wird vorerst niemand weiter benachrichtigt.',
			labels: {
				request: 'Anfrage',
				description: 'Beschreibung',
				reference: 'Referenz',
				ticket: 'Ticket',
				service: 'Service',
				department: 'Abteilung',
				priority: 'Priorität',
				requester: 'Angefragt von',
				due: 'Frist',
				status: 'Bearbeitungsstand',
				assignee: 'Zuständig',
				told: 'Bisher benachrichtigt',
				note: 'Anmerkung',
			},
			statuses: { open: 'offen', paused: 'wartet', resolved: 'gelöst', cancelled: 'zurückgezogen' },
			as: (who) => `Sie antworten als ${who}.`,
			button: 'Ich kümmere mich darum',
			buttonAssign: 'Ich erledige es',
			assignHint:
				'„Ich erledige es“ weist Ihnen die Anfrage zu. „Ich kümmere mich darum“ weist sie niemandem zu.',
			note: 'Anmerkung',
			noteHint: (longest) =>
				`Freiwillig, bis zu ${count(longest)} Zeichen. Alle, die zu dieser Anfrage benachrichtigt werden, sehen sie.`,
			noteTooLong: (length, longest) =>
				`Ihre Anmerkung hat ${count(length)} Zeichen. Bitte kürzen Sie sie auf ${count(longest)}.`,
			notDone: 'Es wurde noch nichts geändert.',
			handOver: 'Oder an jemanden im Team übergeben',
			colleague: 'Person',
			choose: 'Bitte auswählen',
			chooseOne: 'Bitte wählen Sie aus, an wen Sie die Anfrage übergeben.',
			buttonHandOver: 'Übergeben',
			handedOverTitle: 'Sie haben die Anfrage übergeben.',
			handedOver: (who) => `Die Anfrage ist jetzt ${who} zugewiesen.`,
			nowTold: (who) => `Benachrichtigt: ${who}.`,
			goesOn: 'Wenn sich niemand darum kümmert, läuft die Eskalation weiter.',
			notHandedOver:
				'Die Anfrage konnte nicht übergeben werden. Es wurde nichts geändert; bitte wählen Sie jemand anderen aus.',
			assigned: 'Die Anfrage ist Ihnen zugewiesen.',
			doneTitle: 'Vielen Dank, dass Sie sich darum kümmern',
			done: 'Es wird vorerst niemand weiter benachrichtigt. Ist die Frist später noch immer überschritten, hören Sie wieder davon. Sie können diese Seite schließen.',
			takenTitle: 'Um diese Anfrage kümmert sich jemand',
			takenByYou: 'Sie haben gesagt, dass Sie sich darum kümmern. Hier ist nichts weiter zu tun.',
			takenBy: (who) => `${who} kümmert sich darum. Hier ist nichts weiter zu tun.`,
			stoppedTitle: 'Diese Anfrage ist erledigt',
			stopped: 'Der Grund für die Benachrichtigung besteht nicht mehr. Hier ist nichts weiter zu tun.',
			passedOnTitle: 'Diese Anfrage wurde weitergegeben',
			passedOn: 'Darum muss sich jetzt jemand anderes kümmern. Hier ist nichts weiter zu tun.',
			listTitle: 'Überfällige Anfragen, über die Sie benachrichtigt wurden',
			listCount: (requests) =>
				requests === 1
					? 'Um eine Anfrage muss sich noch jemand kümmern.'
					: `Um ${count(requests)} Anfragen muss sich noch jemand kümmern.`,
			listFirst: (shown) => `Gezeigt werden die ${count(shown)} dringendsten.`,
			listNone: 'Auf Sie wartet nichts. Sie können diese Seite schließen.',
		},
	},

	survey: {
		labels: {
			department: 'Abteilung',
			subject: 'Betrifft',
			survey: 'Umfrage',
			rating: 'Bewertung',
			comment: 'Kommentar',
			colleague: 'Bewertet von',
			email: 'E-Mail-Adresse',
		},
		someone: 'Jemand aus dem Kollegenkreis',
		end: (rating, meaning) => `${rating} = ${meaning}`,
		rating: (rating, least, most) => `${rating} (auf einer Skala von ${least} bis ${most})`,
		anonymous: (minimumGroup) =>
			`Diese Umfrage ist anonym. Ihr Name wird nicht zusammen mit Ihrer Antwort gespeichert. Ergebnisse von weniger als ${minimumGroup} Personen werden nie angezeigt.`,
		identified: (department) =>
			`Diese Umfrage ist nicht anonym. Die Abteilung ${department} und die Verantwortlichen der Umfrage sehen Ihre Antwort mit Ihrem Namen.`,
		page: {
			until: (instant) => `Bis ${instant} können Sie Ihre Antwort über denselben Link ändern.`,
			button: 'Absenden',
			buttonAnew: 'Geänderte Antwort absenden',
			given: (rating) =>
				`Sie haben bereits geantwortet: ${rating}. Ihre Antwort gilt, solange Sie keine neue absenden.`,
			givenUnseen:
				'Sie haben bereits geantwortet. Damit niemand sonst sie lesen kann, wird Ihre Antwort hier nicht angezeigt. Sie gilt, solange Sie keine neue absenden.',
			notSent: 'Ihre Antwort wurde noch nicht abgesendet.',
			chooseRating: (least, most) => `Bitte wählen Sie eine Zahl von ${least} bis ${most}.`,
			shorten: (length, longest) =>
				`Ihr Kommentar hat ${count(length)} Zeichen. Bitte kürzen Sie ihn auf höchstens ${count(longest)} Zeichen.`,
			optional: (longest) => `Freiwillig, bis zu ${count(longest)} Zeichen.`,
			optionalAnonymous: (longest) =>
				`Freiwillig, bis zu ${count(longest)} Zeichen. Ihr Kommentar wird wörtlich weitergegeben: Bitte lassen Sie weg, woran man Sie erkennen könnte.`,
			thanksTitle: 'Vielen Dank für Ihre Antwort',
			thanks: 'Ihre Antwort wurde gespeichert. Sie können diese Seite schließen.',
			thanksUntil: (instant) =>
				`Ihre Antwort wurde gespeichert. Bis ${instant} können Sie sie über denselben Link ändern.`,
			expiredTitle: 'Diese Umfrage ist beendet',
			expired: 'Es werden keine Antworten mehr angenommen.',
			expiredAt: (instant) => `Antworten waren bis ${instant} möglich.`,
			answeredTitle: 'Sie haben bereits geantwortet',
			answered:
				'Ihre Antwort kam über den Link in einer anderen E-Mail. Da diese Umfrage anonym ist, lässt sie sich nur über jenen Link ändern. Hier ist nichts weiter zu tun.',
			stands: 'Das ist Ihre Antwort:',
		},
		mail: {
			subject: (title) => title,
			subjectAgain: (title) => `[Erinnerung] ${title}`,
			lead: 'wir haben eine Frage zu einer Arbeit, die für Sie erledigt wurde. Die Antwort dauert nur eine Minute.',
			reminder: REMINDER,
			reminderAnonymous: `${REMINDER} Bekannt ist nur, ob Sie geantwortet haben, nicht aber, welche Antwort von Ihnen stammt.`,
			ask: 'Ihre Antwort zählt, sobald Sie sie auf dieser Seite abgesendet haben:',
			button: 'Frage beantworten',
			until: (instant) => `Sie können bis ${instant} antworten und Ihre Antwort bis dahin auch noch ändern.`,
			keep: 'Bitte leiten Sie diese E-Mail nicht weiter: Wer den Link hat, kann Ihre Antwort ändern.',
		},
		low: {
			subject: (subject, rating, name) =>
				`[Niedrige Bewertung] ${subject}: ${name} hat mit ${rating} bewertet`,
			// A name may begin the sentence, so here it does not matter that a greeting comes before.
			lead: (department, name) => `${name} war mit der Arbeit der Abteilung ${department} nicht zufrieden.`,
			followUp:
				'Bitte antworten Sie innerhalb von zwei Arbeitstagen: Bedanken Sie sich für die ehrliche Rückmeldung, fragen Sie nach, was nicht gut gelaufen ist, und sagen Sie, was sich ändern wird. Bitten Sie nicht um eine bessere Bewertung.',
			until: (name, instant) => `${name} kann die Antwort noch bis ${instant} ändern.`,
		},
		ends: {
			nps: { least: 'Überhaupt nicht wahrscheinlich', most: 'Äußerst wahrscheinlich' },
			csat: { least: 'Sehr unzufrieden', most: 'Sehr zufrieden' },
			ces: { least: 'Sehr schwierig', most: 'Sehr einfach' },
		},
		readyMade: {
			'milestone-csat': {
				title: 'Ihre Meinung ist gefragt: „{subject}“',
				question:
					'Wie zufrieden sind Sie mit dem, was die Abteilung {department} für „{subject}“ geleistet hat?',
				comment: 'Was ist gut gelaufen, und was sollte beim nächsten Mal anders sein?',
			},
			'internal-nps': {
				title: 'Zwei Minuten zur Zusammenarbeit mit der Abteilung {department}',
				question:
					'Wie wahrscheinlich ist es, dass Sie die Abteilung {department} Ihren Kolleginnen und Kollegen empfehlen?',
				comment: 'Was ist der wichtigste Grund für Ihre Bewertung?',
			},
			'effort-after-request': {
				title: 'Ihre Anfrage „{subject}“ ist erledigt. War es einfach?',
				question: 'Wie einfach war es, von der Abteilung {department} zu bekommen, was Sie brauchten?',
				comment: 'Was hätte es einfacher gemacht?',
			},
		},
	},
};
