/** A part of an address as it is meant: `%40` is an @. What was not encoded at all is taken as it stands. */
export function decoded(part: string): string {
	try {
		return decodeURIComponent(part);
	} catch {
		return part;
	}
}
