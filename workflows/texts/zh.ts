import type { TemplateTexts } from './en';

/** The texts of the templates in Chinese. The names of nodes stay as they are on the canvas. */
export const CHINESE: TemplateTexts = {
	'breach-escalation-mail': {
		'Start here': `
**SLA 违约邮件升级**：服务协议超时后，按升级策略依次通知负责人及其上级，邮件使用收件人的语言。请在 *Send the mail* 中选择 SMTP 账户，更正发件人，并将 \`icrm-admin@acme.example\` 换成您的地址，然后发布。若无人可通知或无人响应，策略负责人会收到邮件；未设负责人时由您收到。邮件中的链接只打开页面，点击按钮才算确认；有人接手后不再通知其他人。`,
		'If it fails': `
**邮件服务器不可用时**：*The mail failed* 会报告未发出，事件将在约六小时内逐渐延长间隔重试，之后转入死信，可用 *ICRM Admin* 查询并重发。`,
	},

	'effort-survey': {
		'Start here': `
**请求解决后的费力度调查**：运行一次 *Set it up* 后，每个已解决的请求都会询问提出人，同一人 14 天内最多一次。邮件由模板 *ICRM: Send a survey after a milestone* 发送，请一并发布。`,
	},

	'load-sample-company': {
		'Start here': `
**示例公司**：四个部门（德国与中国）、十二名员工及其上级、工作日历（含 2026 年法定假日与调休）、服务与服务协议。点击 *Execute workflow* 即可，无需任何配置；重复执行不会产生变化。`,
		'Who there is': `**人员与日历**：日历、部门、人员与服务一次保存，有一处错误则全部不保存。`,
		'Who is notified': `**通知谁**：升级策略列出依次通知的人，直到有人处理。`,
		'What was promised': `**承诺什么**：服务协议约定多久答复、多久解决，按日历的工作时间计算。`,
		'What is asked': `**问什么**：调查询问被服务的同事。此示例立即发送，不分昼夜。`,
	},

	'low-score-mail': {
		'Start here': `
**低分通知**：实名调查出现低分时，邮件通知被评部门负责人，并说明如何跟进。匿名调查不会触发通知。请在 *Email the head* 中选择 SMTP 账户并更正发件人，然后发布。`,
		'If it fails': `**邮件服务器不可用时**：*The mail failed* 会报告未发出，事件稍后重试。`,
	},

	'milestone-survey': {
		'Start here': `
**里程碑满意度调查**：任何项目工具通过 webhook 通知里程碑完成后，系统在收件人的工作时间内发送调查邮件（默认两个工作日后），未回复者提醒一次。先运行 *Set it up*，在 *Send the mail* 中选择 SMTP 账户，然后发布。同一人 14 天内最多收到一次调查。`,
		'At most once': `
**不会重复询问**：每份邀请只交给本流程一次。若邮件服务器拒收，*The mail failed* 会报告未发出，邀请稍后重试。`,
	},

	'open-request-from-form': {
		'Start here': `
**员工提交请求的表单**：提交后按服务部门的工作时间计时，页面立即告知最晚答复时间。发布后表单地址为 \`/form/icrm-open-request\`。填写的邮箱必须已在目录中。表单以三种语言显示标签，不需要的可删除。`,
		'The clocks': `**从这里开始计时**：*ICRM Request* 根据服务与提出人的部门找到服务协议，并给出首次响应与解决的到期时间。`,
		'Ask for something: formTitle': '您需要什么？',
		'Ask for something: formDescription': '您的请求将转交提供该服务的部门。',
		'Ask for something: formFields.values.0.fieldLabel': '您需要什么？',
		'Ask for something: formFields.values.1.fieldLabel': '详细说明',
		'Ask for something: formFields.values.2.fieldLabel': '服务',
		'Ask for something: formFields.values.3.fieldLabel': '您的邮箱',
		'Ask for something: formFields.values.4.fieldLabel': '优先级',
		'Ask for something: formFields.values.4.fieldOptions.values.0.option': '普通',
		'Ask for something: formFields.values.4.fieldOptions.values.1.option': '紧急',
		'Ask for something: formFields.values.4.fieldOptions.values.2.option': '高',
		'Ask for something: formFields.values.4.fieldOptions.values.3.option': '低',
		'Ask for something: options.buttonLabel': '提交',
		'Say when it is due: completionTitle': '谢谢！',
		'Say when it is due: completionMessage':
			"{{ $json.departmentName }} {{ $json.firstResponseDueAt ? '将在 ' + DateTime.fromISO($json.firstResponseDueAt).toFormat('yyyy-LL-dd HH:mm ZZZZ') + ' 前答复' : '将答复您：该服务尚未约定时限' }}。",
	},

	redmine: {
		'Start here': `
**Redmine 与 ICRM 双向同步**：新工单、答复、等待客户、转部门、解决与重开都会记入 ICRM；到期日、超时与升级会写回工单。请在 Redmine 启用 REST API，创建 *Redmine API key* 凭据，在 *Your Redmine* 中填写地址并对应项目、状态与优先级；先手动运行一次 *The last seven days*，再发布。重复读取不会产生重复记录。`,
		In: `**来自 Redmine**：忽略 *Your Redmine* 未列出的项目；目录中没有的人员略去并给出警告；被拒绝的内容会在其余内容保存后报错。`,
		Out: `**写回 Redmine**：Redmine 自己的变化不再写回，只写到期日；超时若被撤回，会另加备注；同一备注不会重复写入。Redmine 不可用时，事件稍后重试。`,
	},

	'sync-absences-from-calendar': {
		'Start here': `
**从日历订阅同步缺勤**：每小时读取公司的缺勤日历（任意 ICS 地址）。缺勤期间的升级通知会改发给其上级。请在 *Get the calendar* 填写地址，在 *Map the calendar fields* 确认人员字段，然后发布。`,
		'Whole days': `**全天与重复日程**：全天日程的结束日是最后一天的次日，映射会换算成缺勤的最后一天。重复日程只读取第一次，请逐次录入。`,
	},

	'sync-people-from-csv-or-api': {
		'Start here': `
**从 CSV 或人事系统 API 同步人员**：从 *One way in* 连线到所用的入口（*Get the CSV file* 或 *Ask the HR system*，二选一），在 *Map the HR fields* 中统一对应字段，在 *Email the admin* 设置邮件，先手动运行一次再发布。名单中不再出现的人员会被停用；若一次缺少超过 20 %，则不写入任何内容并报错。`,
		'Which way in': `**CSV 或 API**：上路读取 CSV 文件，下路逐页调用 API。*One way in* 只连其中一路。`,
		'If it fails': `**出错时**：人事系统不可用时运行失败并给出原因，数据保持不变，次日再试。被拒绝的行汇总为一封邮件，其余照常保存。`,
		'Email the admin: subject': '{{ $json.faults.length }} 人未同步',
	},

	'sync-people-from-ldap': {
		'Start here': `
**从 LDAP / Active Directory 同步人员**：每晚同步员工、部门、上级、部门负责人与缺勤；目录中不再出现的人员会被停用。请在 *Search the directory* 选择 LDAP 账户，在 *Map the directory fields* 中对应属性，在 *Email the admin* 设置邮件，先手动运行一次再发布。若一次缺少超过 20 % 的人员，则不写入任何内容并报错。`,
		'What comes out': `**输出**：列出新建、更新或停用的人员；没有变化时不输出。被拒绝的行从下方输出，汇总为一封邮件，其余照常保存。`,
		'If it fails': `**出错时**：目录不可用或拒绝登录时运行失败并给出原因，数据保持不变，次日再试。整份名单被拒绝时，邮件说明原因。`,
		'Email the admin: subject': '{{ $json.faults.length }} 人未同步',
	},

	'ticket-desk-webhook': {
		'Start here': `
**任意工单系统（webhook）**：工单每次变化时向 \`/webhook/icrm-ticket\` 发送当前状态，ICRM 自动判断发生了什么；到期、超时与升级会回传给工单系统。请创建 *Ticket desk webhook key* 凭据，在 *Map the ticket fields* 对应字段，在 *Your desk* 填写回传地址并在 *Send to the desk* 选择凭据，然后发布。`,
		'No echo': `**不回传原有变化**：工单系统自己的变化不再发回，只发回到期日（\`event: "due"\`）；超时若被撤回，会发回 \`clock.recovered\`。`,
		'If it fails': `**出错时**：被拒绝的调用返回 422 与原因，不写入任何内容。工单系统不可用时，事件稍后重试，可凭 \`eventId\` 识别重复。`,
	},

	'warn-before-breach': {
		'Start here': `
**超时前提醒**：达到协议的预警阈值（默认 80 %）时提醒负责人（尚无负责人时提醒部门负责人），不通知其他人。请在 *Remind them* 中选择 SMTP 账户并更正发件人，然后发布。`,
		'If it fails': `**邮件服务器不可用时**：*The mail failed* 会报告未发出，事件稍后重试。`,
	},
};
