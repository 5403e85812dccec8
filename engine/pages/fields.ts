import { html, type Html } from './page';

/** What is wrong with a field, to be shown at it and, with the way there, at the top. */
export interface Fault {
	readonly field: string;
	readonly text: string;
}

/** Says at the top what is wrong, each with the way to the field where it is fixed. */
export const faultList = (notice: string, faults: readonly Fault[]): Html =>
	html`<div role="alert">
		<p>${notice}</p>
		${faults.map(({ field, text }) => html`<p><a href="#${field}">${text}</a></p>`)}
	</div>`;

const faultOf = (faults: readonly Fault[], name: string): Html | undefined => {
	const fault = faults.find(({ field }) => field === name);
	return fault && html`<p class="error" id="${name}-fault">${fault.text}</p>`;
};

/** One whole number of a scale: radio buttons under a question. */
interface ScaleField {
	readonly name: string;
	readonly question: string | Html;
	readonly least: { readonly value: number; readonly meaning: string | Html };
	readonly most: { readonly value: number; readonly meaning: string | Html };
	readonly chosen: string;
}

export function scaleField(
	{ name, question, least, most, chosen }: ScaleField,
	faults: readonly Fault[],
): Html {
	const fault = faultOf(faults, name);
	const values = Array.from({ length: most.value - least.value + 1 }, (_, index) => least.value + index);
	return html`<fieldset
		role="radiogroup"
		aria-labelledby="${name}-question"
		aria-required="true"
		${fault && html`aria-invalid="true" aria-describedby="${name}-fault"`}
	>
		<legend id="${name}-question">${question}</legend>
		<p class="ends">
			<span id="${name}-least">${least.meaning}</span>
			<span id="${name}-most">${most.meaning}</span>
		</p>
		<div class="scale">
			${values.map(
				(value) =>
					html`<label
						><input
							type="radio"
							name="${name}"
							value="${value}"
							${value === least.value && html`id="${name}" aria-describedby="${name}-least"`}
							${value === most.value && html`aria-describedby="${name}-most"`}
							${chosen === String(value) && html`checked`}
						/>${value}</label
					>`,
			)}
		</div>
		${fault}
	</fieldset>`;
}

interface TextField {
	readonly name: string;
	readonly label: string | Html;
	readonly hint: string;
	readonly longest: number;
	readonly typed: string;
}

export function textField({ name, label, hint, longest, typed }: TextField, faults: readonly Fault[]): Html {
	const fault = faultOf(faults, name);
	// A browser drops the first line break in a text area: that is ours, and theirs stays.
	return html`<div class="field">
		<label for="${name}">${label}</label>
		<p class="hint" id="${name}-hint">${hint}</p>
		<textarea
			id="${name}"
			name="${name}"
			rows="4"
			maxlength="${longest}"
			aria-describedby="${fault && `${name}-fault `}${name}-hint"
			${fault && html`aria-invalid="true"`}
		>
${typed}</textarea
		>
		${fault}
	</div>`;
}

interface SelectField {
	readonly name: string;
	readonly label: string;
	/** What stands there while nothing is chosen. */
	readonly none: string;
	readonly options: readonly { readonly value: string; readonly label: string }[];
	readonly chosen: string;
}

/** One of a list. */
export function selectField(
	{ name, label, none, options, chosen }: SelectField,
	faults: readonly Fault[],
): Html {
	const fault = faultOf(faults, name);
	return html`<div class="field">
		<label for="${name}">${label}</label>
		<select
			id="${name}"
			name="${name}"
			${fault && html`aria-invalid="true" aria-describedby="${name}-fault"`}
		>
			<option value="">${none}</option>
			${options.map(
				(option) =>
					html`<option value="${option.value}" ${option.value === chosen && html`selected`}>
						${option.label}
					</option>`,
			)}
		</select>
		${fault}
	</div>`;
}
