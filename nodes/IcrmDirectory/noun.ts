/** A kind of record, in the words its operations share. */
export interface Noun {
	/** In sentences, and as the name of the parameter that chooses one. */
	readonly noun: 'calendar' | 'department' | 'member' | 'service';
	/** As a label: `Department`. */
	readonly title: string;
	readonly plural: string;
}
