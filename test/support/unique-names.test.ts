import UniqueNames from './unique-names';

describe('the reporter of names that stand twice', () => {
	const after = (...names: string[]) => {
		const reporter = new UniqueNames();
		reporter.onTestFileResult(
			{ path: 'a.test.ts' },
			{ testResults: names.map((fullName) => ({ fullName })) },
		);
		return reporter;
	};

	it('fails the run, and says which', () => {
		const said = jest.spyOn(console, 'error').mockImplementation(() => {});
		const reporter = after('a company opens', 'a company closes', 'a company opens');
		reporter.onRunComplete();
		expect(said).toHaveBeenCalledWith(expect.stringContaining('a.test.ts: a company opens'));
		expect(reporter.getLastError()).toEqual(expect.any(Error));
		said.mockRestore();
	});

	it('lets each name stand once', () => {
		expect(after('a company opens', 'a company closes').getLastError()).toBeUndefined();
	});
});
