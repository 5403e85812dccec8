/** Hears when other processes have written. */
export interface Hearing {
	/** Whether it does at this moment: where it does not, somebody has to look now and then. */
	hears(): boolean;
	/** Makes sure that it still does. */
	check(): void;
	close(): void;
}

export const DEAF: Hearing = { hears: () => false, check: () => {}, close: () => {} };
