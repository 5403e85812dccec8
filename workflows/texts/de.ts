import type { TemplateTexts } from './en';

/** The texts of the templates in German. The names of nodes stay as they are on the canvas. */
export const GERMAN: TemplateTexts = {
	'breach-escalation-mail': {
		'Start here': `
**SLA-Verletzung per E-Mail eskalieren**: Wird eine Vereinbarung nicht eingehalten, benachrichtigt die Eskalationsrichtlinie zuerst die zuständige Person und danach, solange niemand reagiert, deren Vorgesetzte, jeweils in ihrer Sprache. Wählen Sie in *Send the mail* Ihr SMTP-Konto, korrigieren Sie Absender und \`icrm-admin@acme.example\` und veröffentlichen Sie den Workflow. Wird niemand gefunden oder reagiert niemand, erhält eine E-Mail, wer für die Richtlinie zuständig ist, sonst Sie. Der Link in der Mail öffnet nur eine Seite; erst die Schaltfläche dort bestätigt.`,
		'If it fails': `
**Ist der Mailserver nicht erreichbar**, meldet *The mail failed*, dass nichts gesendet wurde. Das Ereignis kommt etwa sechs Stunden lang in wachsenden Abständen wieder und ruht dann unter den unzustellbaren (*ICRM Admin*, *Delivery: Get Many*).`,
	},

	'effort-survey': {
		'Start here': `
**Umfrage nach einer gelösten Anfrage**: Führen Sie *Set it up* einmal aus. Danach wird nach jeder gelösten Anfrage gefragt, wie einfach es war, höchstens einmal in 14 Tagen je Person. Die Mails verschickt die Vorlage *ICRM: Send a survey after a milestone*; veröffentlichen Sie auch diese.`,
	},

	'load-sample-company': {
		'Start here': `
**Beispielfirma**: vier Abteilungen in Deutschland und China, zwölf Personen mit ihren Vorgesetzten, Arbeitskalender mit den Feiertagen 2026, Services und Vereinbarungen. Klicken Sie auf *Execute workflow*; einzurichten ist nichts. Eine Wiederholung ändert nichts.`,
		'Who there is': `**Wer da ist**: Kalender, Abteilungen, Personen und Services, alle zusammen oder, wenn etwas falsch ist, gar nicht gespeichert.`,
		'Who is notified': `**Wer benachrichtigt wird**: Die Eskalationsrichtlinie nennt die Personen der Reihe nach, bis jemand reagiert.`,
		'What was promised': `**Was zugesagt ist**: Die Vereinbarung legt fest, wie schnell geantwortet und gelöst wird, in der Arbeitszeit ihres Kalenders.`,
		'What is asked': `**Was gefragt wird**: eine Umfrage zum Ausprobieren. Sie fragt sofort, bei Tag und Nacht.`,
	},

	'low-score-mail': {
		'Start here': `
**Schlechte Bewertung melden**: Gibt jemand in einer Umfrage mit Namen eine schlechte Bewertung ab, erhält die Leitung der bewerteten Abteilung eine Mail mit Hinweisen zum weiteren Vorgehen. Anonyme Umfragen lösen nichts aus. Wählen Sie in *Email the head* Ihr SMTP-Konto, korrigieren Sie den Absender und veröffentlichen Sie den Workflow.`,
		'If it fails': `**Ist der Mailserver nicht erreichbar**, meldet *The mail failed*, dass nichts gesendet wurde; das Ereignis kommt wieder.`,
	},

	'milestone-survey': {
		'Start here': `
**Umfrage nach einem Meilenstein**: Ein Projektwerkzeug meldet per Webhook, dass ein Meilenstein erreicht ist. Zwei Arbeitstage später erhalten die Beteiligten in ihrer Arbeitszeit eine Mail mit einer Frage; wer nicht antwortet, wird einmal erinnert. Führen Sie *Set it up* einmal aus, wählen Sie in *Send the mail* Ihr SMTP-Konto und veröffentlichen Sie den Workflow. Niemand wird öfter als einmal in 14 Tagen gefragt.`,
		'At most once': `
**Niemand wird zweimal gefragt**: Jede Einladung wird einmal übergeben. Lehnt der Mailserver die Mail ab, meldet *The mail failed* das, und die Einladung kommt wieder.`,
	},

	'open-request-from-form': {
		'Start here': `
**Anfrage über ein Formular**: Die Fristen laufen ab dem Absenden, in der Arbeitszeit der zuständigen Abteilung; die Seite nennt sofort, bis wann eine Antwort kommt. Nach dem Veröffentlichen liegt das Formular unter \`/form/icrm-open-request\`. Die E-Mail-Adresse muss im Verzeichnis stehen. Das Formular zeigt seine Beschriftungen in allen Sprachen; löschen Sie, was Sie nicht brauchen.`,
		'The clocks': `**Hier beginnen die Fristen**: *ICRM Request* findet die Vereinbarung und nennt, wann Antwort und Lösung fällig sind.`,
		'Ask for something: formTitle': 'Was brauchen Sie?',
		'Ask for something: formDescription': 'Ihre Anfrage geht an die Abteilung, die den Service anbietet.',
		'Ask for something: formFields.values.0.fieldLabel': 'Was brauchen Sie?',
		'Ask for something: formFields.values.1.fieldLabel': 'Beschreibung',
		'Ask for something: formFields.values.2.fieldLabel': 'Service',
		'Ask for something: formFields.values.3.fieldLabel': 'Ihre E-Mail-Adresse',
		'Ask for something: formFields.values.4.fieldLabel': 'Priorität',
		'Ask for something: formFields.values.4.fieldOptions.values.0.option': 'Normal',
		'Ask for something: formFields.values.4.fieldOptions.values.1.option': 'Dringend',
		'Ask for something: formFields.values.4.fieldOptions.values.2.option': 'Hoch',
		'Ask for something: formFields.values.4.fieldOptions.values.3.option': 'Niedrig',
		'Ask for something: options.buttonLabel': 'Absenden',
		'Say when it is due: completionTitle': 'Vielen Dank!',
		'Say when it is due: completionMessage':
			"{{ $json.departmentName }} antwortet {{ $json.firstResponseDueAt ? 'bis ' + DateTime.fromISO($json.firstResponseDueAt).setLocale('de').toFormat('cccc, d. LLLL yyyy, HH:mm ZZZZ') : 'Ihnen: Für diesen Service ist noch keine Frist vereinbart' }}.",
	},

	redmine: {
		'Start here': `
**Redmine und ICRM abgleichen**: Neue Tickets, Antworten, Wartezeiten, Abteilungswechsel, Lösungen und Wiedereröffnungen werden in ICRM erfasst; Fälligkeit, Überschreitung und Eskalation werden ins Ticket geschrieben. Schalten Sie in Redmine die REST-API ein, legen Sie die Zugangsdaten *Redmine API key* an und ordnen Sie in *Your Redmine* Projekte, Status und Prioritäten zu. Führen Sie *The last seven days* einmal aus und veröffentlichen Sie den Workflow. Mehrfaches Lesen legt nichts doppelt an.`,
		In: `**Aus Redmine**: Projekte, die *Your Redmine* nicht nennt, werden übergangen. Wer nicht im Verzeichnis steht, fehlt mit einer Warnung. Was abgelehnt wird, lässt den Lauf am Ende fehlschlagen.`,
		Out: `**Nach Redmine**: Was aus Redmine kam, wird nicht zurückgeschrieben, nur die Fälligkeit. War es doch keine Überschreitung, sagt das eine weitere Notiz. Keine Notiz entsteht doppelt. Ist Redmine nicht erreichbar, kommt das Ereignis wieder.`,
	},

	'sync-absences-from-calendar': {
		'Start here': `
**Abwesenheiten aus einem Kalender übernehmen**: Liest stündlich einen Abwesenheitskalender (beliebige ICS-Adresse). Eskalationen gehen währenddessen an die Vorgesetzten. Tragen Sie in *Get the calendar* die Adresse ein, prüfen Sie in *Map the calendar fields*, welches Feld die Person nennt, und veröffentlichen Sie den Workflow.`,
		'Whole days': `**Ganze Tage und Serien**: Ein ganztägiger Termin endet am Tag nach dem letzten; die Zuordnung rechnet das um. Von einer Serie wird nur der erste Termin gelesen.`,
	},

	'sync-people-from-csv-or-api': {
		'Start here': `
**Personen aus CSV oder der API des HR-Systems übernehmen**: Verbinden Sie *One way in* mit *Get the CSV file* oder *Ask the HR system*, ordnen Sie in *Map the HR fields* die Felder zu, richten Sie in *Email the admin* die Mail ein, führen Sie den Workflow einmal von Hand aus und veröffentlichen Sie ihn. Wer in der Liste fehlt, wird deaktiviert; fehlen auf einmal mehr als 20 %, wird nichts geschrieben und ein Fehler gemeldet.`,
		'Which way in': `**CSV oder API**: Der obere Zweig liest eine CSV-Datei, der untere fragt eine API Seite für Seite. Nur einer ist mit *One way in* verbunden.`,
		'If it fails': `**Im Fehlerfall**: Ist das HR-System nicht erreichbar, schlägt der Lauf mit dem Grund fehl; die Daten bleiben, in der nächsten Nacht folgt ein neuer Versuch. Abgelehnte Zeilen kommen als **eine** Mail.`,
		'Email the admin: subject': '{{ $json.faults.length }} Personen nicht übernommen',
	},

	'sync-people-from-ldap': {
		'Start here': `
**Personen aus LDAP / Active Directory übernehmen**: Jede Nacht werden Personen, Abteilungen, Vorgesetzte, Leitungen und Abwesenheiten abgeglichen; wer im Verzeichnis fehlt, wird deaktiviert. Wählen Sie in *Search the directory* Ihr LDAP-Konto, ordnen Sie in *Map the directory fields* die Attribute zu, richten Sie in *Email the admin* die Mail ein, führen Sie den Workflow einmal von Hand aus und veröffentlichen Sie ihn. Fehlen auf einmal mehr als 20 % der Personen, wird nichts geschrieben und ein Fehler gemeldet.`,
		'What comes out': `**Ausgabe**: Wer angelegt, geändert oder deaktiviert wurde; ohne Änderung nichts. Abgelehnte Zeilen kommen unten heraus und als **eine** Mail; die übrigen werden gespeichert.`,
		'If it fails': `**Im Fehlerfall**: Ist das Verzeichnis nicht erreichbar, schlägt der Lauf mit dem Grund fehl; die Daten bleiben, in der nächsten Nacht folgt ein neuer Versuch.`,
		'Email the admin: subject': '{{ $json.faults.length }} Personen nicht übernommen',
	},

	'ticket-desk-webhook': {
		'Start here': `
**Beliebiges Ticketsystem (Webhook)**: Das Ticketsystem sendet bei jeder Änderung den aktuellen Stand an \`/webhook/icrm-ticket\`; ICRM erkennt, was geschehen ist, und meldet Fälligkeit, Überschreitung und Eskalation zurück. Legen Sie die Zugangsdaten *Ticket desk webhook key* an, ordnen Sie in *Map the ticket fields* die Felder zu, tragen Sie in *Your desk* die Adresse ein, wählen Sie in *Send to the desk* die Zugangsdaten und veröffentlichen Sie den Workflow.`,
		'No echo': `**Kein Echo**: Was das Ticketsystem gemeldet hat, geht nicht an es zurück, nur die Fälligkeit (\`event: "due"\`). War es doch keine Überschreitung, wird das als \`clock.recovered\` gemeldet.`,
		'If it fails': `**Im Fehlerfall**: Ein abgelehnter Aufruf erhält 422 und den Grund. Ist das Ticketsystem nicht erreichbar, kommt das Ereignis wieder; an \`eventId\` erkennt es eine Wiederholung.`,
	},

	'warn-before-breach': {
		'Start here': `
**Vor Fristablauf warnen**: Ist die Warnschwelle der Vereinbarung erreicht (üblich sind 80 %), wird nur die zuständige Person erinnert, ohne Zuständige die Leitung der Abteilung. Wählen Sie in *Remind them* Ihr SMTP-Konto, korrigieren Sie den Absender und veröffentlichen Sie den Workflow.`,
		'If it fails': `**Ist der Mailserver nicht erreichbar**, meldet *The mail failed*, dass nichts gesendet wurde; das Ereignis kommt wieder.`,
	},
};
