/**
 * The texts of the templates that people read, in English: by template, then by node. A note is named by its node alone; a text
 * elsewhere by its node and the parameter it stands in. `npm run texts` writes them into `workflows/*.json`.
 */
export const ENGLISH = {
	'breach-escalation-mail': {
		'Start here': `
## Escalate an SLA breach by email

When an agreement is breached, its escalation policy starts: it notifies whoever has the request, then, if nobody reacts, their manager, and so on. This workflow sends each of them an email, in their language, that says what is overdue, why they are notified, and how to take ownership.

**To do**
1. In *Send the mail*, choose your SMTP account, correct the sender, and put your own address in place of \`icrm-admin@acme.example\`.
2. Publish this workflow.
3. Make sure that n8n knows its public address (\`WEBHOOK_URL\`): the link in the email leads there.

**If nobody is found, or nobody reacts,** the owner of the policy gets an email, or you where the policy has no owner.

**The link** opens a page, and only the button on it acknowledges. Mail scanners that open every link change nothing. As soon as somebody takes ownership of the request, or it is answered, resolved or not overdue any more, no one else is notified, and everyone else who was notified gets an email that there is nothing to do for them.`,
		'If it fails': `
### If the mail server is down
*The mail failed* reports that nothing was sent. The event comes again with growing pauses for about six hours, and then rests among the dead letters (*ICRM Admin*, *Delivery: Get Many*). *The mail is out* records that no further try is needed.`,
	},

	'effort-survey': {
		'Start here': `
## Send an effort survey after a resolved request

One question: how easy was it to get what you needed? Once the survey is saved, every resolved request asks whoever made it, at most once in 14 days.

**To do**
1. Run *Set it up* once. To ask about some services only, add \`"afterResolution": {"serviceIds": ["laptop"]}\` to the survey.
2. The emails are sent by the template *ICRM: Send a survey after a milestone*: publish that one too.`,
	},

	'load-sample-company': {
		'Start here': `
## Load the sample company

A company to try ICRM with: four departments in Germany and China, twelve people with their managers, their calendars (public holidays and 调休 makeup days of 2026), the services that the departments offer each other, and the agreements about them.

**To do:** click *Execute workflow*. There is nothing to set up: without a credential, ICRM keeps its data in a file in n8n's own folder. Running it again changes nothing.

**With your own company:** replace the data in *The company* and *The promises* with your own, or feed *ICRM Directory* from your HR system. Then try the form template.`,
		'Who there is': `
### 1. Who there is
Calendars, departments, people and services, saved together: all of them or, if one is wrong, none.`,
		'Who is notified': `
### 2. Who is notified
An **escalation policy** lists who is notified, one after the other, until somebody reacts. It is saved first, because agreements refer to it.`,
		'What was promised': `
### 3. What was promised
An **agreement** says how soon a service responds and resolves, in the working time of its calendar.`,
		'What is asked': `
### 4. What is asked
A **survey** asks the people who were served. This one is for trying out: it asks at once, day and night.`,
	},

	'low-score-mail': {
		'Start here': `
## Email the head of department about a low survey score

When a survey whose answers carry names gets a low score, the head of the department that was rated gets an email: who gave it, what they wrote, and how to follow up.

**Anonymous surveys notify nobody.** Their results are shown for groups only (*ICRM Survey*, *Result: Get*).

**To do:** choose your SMTP account in *Email the head*, correct the sender, and publish.`,
		'If it fails': `
### If the mail server is down
*The mail failed* reports that nothing was sent, and the event comes again. *The mail is out* records that no further try is needed.`,
	},

	'milestone-survey': {
		'Start here': `
## Send a survey after a milestone

Any project tool reports to this workflow that a milestone is reached. Two working days later, in their own working hours, the people of the departments that were served get an email, in their language, with one question. They answer on a page; whoever has not answered is reminded once.

**To do**
1. Run *Set it up* once: it saves the ready-made survey *milestone-csat*. Its answers are anonymous.
2. In *Send the mail*, choose your SMTP account and correct the sender.
3. Publish, and let your project tool POST to \`/webhook/icrm-milestone\`:
\`{"name": "New laptops", "externalRef": "P-17", "departmentId": "it", "customerDepartmentIds": ["hr"]}\`
\`externalRef\` is the tool's own name for the milestone: reported twice, it asks once. For another survey, send its ID as \`surveyId\`.
4. Make sure that n8n knows its public address (\`WEBHOOK_URL\`): the link in the email leads there.

**Nobody is asked twice** about the same milestone, nor more than once in 14 days by all surveys together. This workflow sends the emails of *all* surveys: have only one of its kind. It keeps no data of successful executions (*Settings*), because whoever has the link of an email can change the answer. Leave it so, and check it if you imported this with the template wizard, which drops settings.`,
		'At most once': `
### Nobody is asked twice
An invitation is handed to this workflow once. If the mail server refuses the email, *The mail failed* reports that nothing was sent, and the invitation comes again.`,
	},

	'open-request-from-form': {
		'Start here': `
## Open a request from a form

A form that every employee can fill in. It opens a **request**, and its **clocks** run from that moment, in the working time of the department that provides the service. The page says at once when to expect an answer.

**To do**
1. Load the sample company (template *ICRM: Load the sample company*), or save your own.
2. Publish this workflow; its form is at \`/form/icrm-open-request\`.
3. For your own services, change the list in *Ask for something* and in *Which service is it?*.

The email address that is entered must be in the directory. The form shows its labels in all languages, since n8n has one form for everybody: delete what your company does not need.`,
		'The clocks': `
### The clocks start here
*ICRM Request* finds the agreement for the service and the customer's department. Its output says when the first response and the resolution are due.`,
		'Ask for something: formTitle': 'What do you need?',
		'Ask for something: formDescription': 'Your request goes to the department that offers the service.',
		'Ask for something: formFields.values.0.fieldLabel': 'What do you need?',
		'Ask for something: formFields.values.1.fieldLabel': 'Details',
		'Ask for something: formFields.values.2.fieldLabel': 'Service',
		'Ask for something: formFields.values.3.fieldLabel': 'Your email address',
		'Ask for something: formFields.values.4.fieldLabel': 'Priority',
		'Ask for something: formFields.values.4.fieldOptions.values.0.option': 'Normal',
		'Ask for something: formFields.values.4.fieldOptions.values.1.option': 'Urgent',
		'Ask for something: formFields.values.4.fieldOptions.values.2.option': 'High',
		'Ask for something: formFields.values.4.fieldOptions.values.3.option': 'Low',
		'Ask for something: options.buttonLabel': 'Send',
		'Say when it is due: completionTitle': 'Thank you.',
		'Say when it is due: completionMessage':
			"{{ $json.departmentName }} will answer {{ $json.firstResponseDueAt ? 'by ' + DateTime.fromISO($json.firstResponseDueAt).toFormat('cccc d LLLL yyyy, HH:mm ZZZZ') : 'you: no deadline is agreed for this service yet' }}.",
	},

	redmine: {
		'Start here': `
## Add SLA deadlines to Redmine tickets

People keep working in Redmine; ICRM keeps the time. Every minute this workflow looks for changes there: a new ticket opens a request and starts its clocks; a response, a wait for the customer, a move to another project, a resolution and a reopening are recorded. Due date, breach and escalation are written back to the ticket.

**To do**
1. Redmine: *Administration → Settings → API → Enable REST web service*. Create a user for ICRM who is an administrator (only they may see email addresses), and copy their API key.
2. Choose or create the credential *Redmine API key* (Header Auth; name \`X-Redmine-API-Key\`, value the key) in the nodes that call Redmine.
3. In *Your Redmine*, correct the address, and say which project is which department and service, and what your statuses and priorities mean.
4. Run *The last seven days* once by hand, then publish.

**Nothing is recorded twice.** Every change has an ID of its own (\`journal-17\`), so reading it again is harmless: the workflow remembers nothing, looks back ten minutes every minute and seven days every hour, and catches up by itself after an outage. Notes that begin with **[ICRM]** are ours: they never count as a response.`,
		In: `
### From Redmine
Tickets of projects that *Your Redmine* does not list are ignored. A requester or assignee who is not in the directory is left out with a warning; the ticket is recorded all the same. If something is rejected, everything else is recorded first, then the run fails with the reason.`,
		Out: `
### To Redmine
What came from Redmine is not written back; only what it means for the due date is. If a breach turns out to be none, a further note says so. A note that is already there is not written again, so an event that comes twice leaves one note. Who was notified is written in a private note. If Redmine is down, the run fails, and the event comes again with growing pauses.`,
	},

	'sync-absences-from-calendar': {
		'Start here': `
## Sync absences from a calendar feed

Every hour ICRM reads the absence calendar of your company (any ICS feed: Outlook, Google, Nextcloud, an HR system). When a deadline is missed while somebody is away, their manager is notified instead.

**To do**
1. In *Get the calendar*, enter the address of the feed.
2. In *Map the calendar fields*, check how the feed names the person: by default it is the organizer's email address, else the first attendee's.
3. Publish.

An absence that disappears from the feed disappears here. An event of somebody who is not in the directory makes the run fail with their name, and everything else is recorded.`,
		'Whole days': `
### All-day events and series
In a calendar, an all-day event ends on the day *after* the last one. The mapping turns that into the last day away. Of a series, only the first event is read: enter absences one by one.`,
	},

	'sync-people-from-csv-or-api': {
		'Start here': `
## Sync people from a CSV file or the API of an HR system

Every night ICRM takes over the people of your HR system, from a CSV export or from its REST API. Whoever is no longer on the list is deactivated.

**To do**
1. Choose the source: *Get the CSV file* (any URL that returns the file) or *Ask the HR system* (any REST API that returns JSON, page by page). Connect *One way in* to it, and delete the other connection. Correct its address and choose a credential if it needs one.
2. In *Map the HR fields*, say which column or field is which. It is the only place for that.
3. In *Email the admin*, choose your SMTP account and correct both addresses.
4. Run it once by hand, then publish.

**Managers** can be given by ID or email address. **Nobody is deactivated by accident:** if more than 20 % of the list is missing at once, nothing is written and the run fails.`,
		'Which way in': `
### CSV or API
The upper branch reads a CSV file, the lower branch calls an API page by page. Connect only one of them to *One way in*. Both end in the same mapping.`,
		'If it fails': `
### If it fails
If the HR system is down, slow, or returns an error page, the run fails with the reason; ICRM keeps its data and tries again the next night. Rows that are rejected come as **one** email; the other rows are recorded.`,
		'Email the admin: subject': 'ICRM: {{ $json.faults.length }} people were not synced',
	},

	'sync-people-from-ldap': {
		'Start here': `
## Sync people from LDAP or Active Directory

Every night ICRM takes over the people of your LDAP server or Active Directory: who they are, their department, their manager, who leads a department, who is away. Whoever is no longer found is deactivated. Escalations reach the right person, and nobody keeps a second list.

**To do**
1. In *Search the directory*, choose your LDAP account, and correct the base DN and the filter.
2. In *Map the directory fields*, say which attribute is which. Nothing else needs a change.
3. In *Email the admin*, choose your SMTP account and correct both addresses.
4. Run it once by hand (*Dry Run* in the options of *Sync the people* only shows what would change), then publish.

**Managers** are DNs, and are looked up among the people of the same search: make it wide enough. A department that ICRM does not know is created. **Nobody is deactivated by accident:** if more than 20 % of the list is missing at once, nothing is written and the run fails.`,
		'What comes out': `
### What comes out
*Sync the people* returns who was created, updated or deactivated; a second run without a change returns nothing and writes nothing. Rows that are rejected (a circle of managers, no department, an address used twice) leave by the lower output and come as **one** email; the other rows are recorded.`,
		'If it fails': `
### If it fails
If the directory is down or refuses the login, the run fails with the reason; ICRM keeps its data and tries again the next night. If the whole list is rejected, the email says why and the run fails.`,
		'Email the admin: subject': 'ICRM: {{ $json.faults.length }} people were not synced',
	},

	'ticket-desk-webhook': {
		'Start here': `
## Add SLA deadlines to any ticket desk by webhook

Zammad, Jira, GLPI, osTicket, Freshdesk, 禅道: any desk that can call a webhook when a ticket changes. People keep working there; ICRM keeps the time and reports what is due, overdue, or escalated.

**To do**
1. Create the credential *Ticket desk webhook key* (Header Auth) in *A ticket changed*; give the desk the same header and value.
2. Let the desk POST every change of a ticket to \`/webhook/icrm-ticket\`.
3. In *Map the ticket fields*, say which field is which. It is the only place for that.
4. In *Your desk*, enter the address that receives what ICRM reports, and in *Send to the desk* the credential *Ticket desk API key* (Header Auth); or delete the lower half.
5. Publish, and try it with one call.

**Send the whole ticket as it is now, every time.** ICRM finds out what changed. The same call twice changes nothing; give every change an ID of its own (\`eventId\`) if the desk has one.`,
		'No echo': `
### No echo
What the desk reported is not sent back to it. Only what it means for the due dates is, as \`event: "due"\`. A breach that turns out to be none is reported as \`clock.recovered\`. The desk may then call again with the new date: that changes nothing, and it ends there.`,
		'If it fails': `
### If it fails
A call that is rejected is answered with 422 and the reason; nothing of it is written. If the desk is down when ICRM has something to report, the event comes again with growing pauses. It carries its \`eventId\`, so that the desk can recognize a repetition.`,
	},

	'warn-before-breach': {
		'Start here': `
## Warn before an SLA breach

When the warning threshold of the agreement is reached (80 % of the time, unless the agreement says otherwise), whoever has the request gets an email in their language; if nobody has it, the head of the department that holds it. Somebody who is away is replaced by their delegate or manager. No one else is notified: escalation starts with the breach.

**To do:** choose your SMTP account in *Remind them*, correct the sender, and publish.`,
		'If it fails': `
### If the mail server is down
*The mail failed* reports that nothing was sent, and the event comes again. *The mail is out* records that no further try is needed.`,
	},
};

/** What every language has. */
export type TemplateTexts = {
	readonly [Key in keyof typeof ENGLISH]: {
		readonly [Place in keyof (typeof ENGLISH)[Key]]: string;
	};
};
