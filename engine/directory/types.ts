import type { Calendar, CalendarSpec } from '../working-time';

/** A part of the company: provides services to the others, and is their customer. */
export interface Department {
	/** Short and stable, for example `it`. */
	readonly id: string;
	readonly name: string;
	/** The member who leads it. */
	readonly headId?: string | undefined;
	/** The calendar its people work by. */
	readonly calendarId?: string | undefined;
}

/** An employee. */
export interface Member {
	/** The number or name the HR system knows them by; their e-mail address where there is none. */
	readonly id: string;
	readonly name: string;
	readonly email: string;
	readonly departmentId: string;
	readonly managerId?: string | undefined;
	/** Language of their mails and pages, BCP 47: `en`, `zh-CN`. */
	readonly locale: string;
	/** False once they left: kept for history, never notified or surveyed. */
	readonly active: boolean;
}

/** What a department offers to others. */
export interface Service {
	readonly id: string;
	readonly name: string;
	readonly departmentId: string;
	/** What is asked for is shown to nobody in mails and on pages: `shownDescription`. */
	readonly confidential: boolean;
}

/** A calendar as it stands. Editing it makes a new revision; clocks remember theirs. */
export interface CalendarRecord {
	readonly id: string;
	readonly name: string;
	readonly revision: number;
	readonly spec: CalendarSpec;
}

/** A calendar ready to compute with. */
export interface LoadedCalendar extends CalendarRecord {
	readonly calendar: Calendar;
}

/** Which records a list shows, sorted by name. */
export interface Listing {
	/** Looked for anywhere in id, name and e-mail address, in any case. */
	readonly text?: string;
	readonly limit: number;
	/** How many to leave out at the beginning. Default 0. */
	readonly offset?: number;
}

export interface ServiceListing extends Listing {
	readonly departmentId?: string;
}

export interface MemberListing extends Listing {
	readonly departmentId?: string;
	/** Default false: those who left are listed as well. */
	readonly activeOnly?: boolean;
}

/** Somebody is away, and who stands in for them. Instants are epoch ms. */
export interface Absence {
	readonly id: string;
	readonly memberId: string;
	readonly from: number;
	/** The instant they are back. */
	readonly until: number;
	/** Told in their place; left out, their manager is. */
	readonly delegateId?: string;
	/** The list it comes from: `ldap`, `calendar`. */
	readonly source: string;
}
