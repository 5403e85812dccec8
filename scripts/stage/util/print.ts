/** Where progress goes, a line at a time: the console for a person, nowhere for a test. */
export type Print = (line: string) => void;

export const silently: Print = () => {};

/** `95` seconds as `1 min 35 s`. */
export function spent(seconds: number): string {
	const whole = Math.round(seconds);
	return whole < 60 ? `${whole} s` : `${Math.floor(whole / 60)} min ${whole % 60} s`;
}
