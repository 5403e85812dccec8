/** Where pictures go. */
export interface Folders {
	/** Of those that the docs show. */
	readonly quoted: string;
	/** Of the others, which are taken to be looked at. */
	readonly looked: string;
}
