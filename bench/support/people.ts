/** A list of people as LDAP gives it: ten a manager, forty departments. */
export const people = (count: number) =>
	Array.from({ length: count }, (_, n) => ({
		ref: `uid=p${n},ou=people,dc=corp,dc=example`,
		id: `p${n}`,
		name: `Person ${n}`,
		email: `p${n}@corp.example`,
		department: `Team ${n % 40}`,
		manager: n === 0 ? '' : `uid=p${Math.floor(n / 10)},ou=people,dc=corp,dc=example`,
	}));
