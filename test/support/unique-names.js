/**
 * A reporter that fails the run where two tests of one file have the same full name: one that fails could not be told from
 * the other, and one may be a copy that was never changed. Lint cannot see this, since it.each makes names while it runs.
 */
module.exports = class UniqueNames {
	doubles = [];

	onTestFileResult({ path }, { testResults }) {
		const seen = new Set();
		for (const { fullName } of testResults) {
			if (seen.has(fullName)) this.doubles.push(`${path}: ${fullName}`);
			seen.add(fullName);
		}
	}

	onRunComplete() {
		if (this.doubles.length > 0)
			console.error(`\nTwo tests of one file have the same name:\n${this.doubles.join('\n')}`);
	}

	/** Jest ends the run with this. */
	getLastError() {
		return this.doubles.length > 0 ? new Error('Two tests of one file have the same name') : undefined;
	}
};
