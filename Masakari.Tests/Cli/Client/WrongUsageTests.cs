using Masakari.Host.Cli;

namespace Masakari.Tests.Cli.Client;

/// <summary>Wrong command lines: one line on stderr, exit code 2, and no request.</summary>
public sealed class WrongUsageTests
{
    [TestCase("segment", "the command is not complete; see masakari segment --help")]
    [TestCase("segment frob", "'frob' is not a command or option; see masakari segment --help")]
    [TestCase("segment list --frob", "'--frob' is not a command or option; see masakari segment list --help")]
    [TestCase("segment list extra", "'extra' is not a command or option; see masakari segment list --help")]
    [TestCase("segment list -f xml", "--format must be one of table, json, yaml, csv, value, not 'xml'; see masakari segment list --help")]
    [TestCase("segment list -c nope", "there is no column 'nope'; the columns are uuid, name, description, service_type, "
        + "recovery_method, is_enabled; see masakari segment list --help")]
    [TestCase("segment list --limit 0", "--limit must be a whole number from 1, not '0'; see masakari segment list --help")]
    [TestCase("segment list --limit many", "--limit must be a whole number from 1, not 'many'; see masakari segment list --help")]
    [TestCase("segment list --limit", "Required argument missing for option: '--limit'; see masakari segment list --help")]
    [TestCase("segment list --sort name:up", "--sort must be KEY or KEY:asc or KEY:desc, not 'name:up'; see masakari segment list --help")]
    [TestCase("segment list --filters foo", "--filters must be KEY=VALUE with a key of recovery_method, service_type, enabled, name, "
        + "not 'foo'; see masakari segment list --help")]
    [TestCase("segment list --filters foo=1", "--filters must be KEY=VALUE with a key of recovery_method, service_type, enabled, name, "
        + "not 'foo=1'; see masakari segment list --help")]
    [TestCase("segment list --os-nope x", "'--os-nope' is not a command or option; see masakari segment list --help")]
    [TestCase("segment show", "SEGMENT is missing; see masakari segment show --help")]
    [TestCase("segment show --bogus", "'--bogus' is not a command or option; see masakari segment show --help")]
    [TestCase("segment create", "NAME RECOVERY_METHOD SERVICE_TYPE are missing; see masakari segment create --help")]
    [TestCase("segment create a wrong COMPUTE", "RECOVERY_METHOD must be one of auto, reserved_host, auto_priority, rh_priority, "
        + "not 'wrong'; see masakari segment create --help")]
    [TestCase("segment create a auto COMPUTE --is_enabled maybe",
        "--is_enabled must be True or False, not 'maybe'; see masakari segment create --help")]
    [TestCase("segment update rack-1", "nothing to change: give at least one of --name, --recovery_method, --service_type, --is_enabled, "
        + "--description; see masakari segment update --help")]
    [TestCase("segment update rack-1 --recovery_method x", "--recovery_method must be one of auto, reserved_host, auto_priority, "
        + "rh_priority, not 'x'; see masakari segment update --help")]
    [TestCase("segment delete", "SEGMENT is missing; see masakari segment delete --help")]
    [TestCase("segment host list", "SEGMENT is missing; see masakari segment host list --help")]
    [TestCase("host show rack-1", "HOST is missing; see masakari host show --help")]
    [TestCase("host create a COMPUTE none", "SEGMENT is missing; see masakari host create --help")]
    [TestCase("host create a COMPUTE none rack-1 --reserved perhaps",
        "--reserved must be True or False, not 'perhaps'; see masakari host create --help")]
    [TestCase("host update rack-1 compute-1", "nothing to change: give at least one of --reserved, --on_maintenance, --name, --type, "
        + "--control_attributes; see masakari host update --help")]
    [TestCase("notification show xyz", "'xyz' is not a UUID; see masakari notification show --help")]
    [TestCase("notification create", "TYPE HOSTNAME GENERATED_TIME PAYLOAD are missing; see masakari notification create --help")]
    [TestCase("notification create HOST h now {}",
        "TYPE must be one of COMPUTE_HOST, VM, PROCESS, not 'HOST'; see masakari notification create --help")]
    [TestCase("notification create VM h now {",
        "PAYLOAD must be a JSON object, such as '{\"event\": \"STOPPED\"}'; see masakari notification create --help")]
    [TestCase("notification delete x", "'delete' is not a command or option; see masakari notification --help")]
    [TestCase("notification watch", "UUID is missing; see masakari notification watch --help")]
    [TestCase("vmove list nope", "'nope' is not a UUID; see masakari vmove list --help")]
    [TestCase("vmove show 00000000-0000-0000-0000-000000000000", "VMOVE is missing; see masakari vmove show --help")]
    [TestCase("completion fish", "'fish' is not a command or option; see masakari completion --help")]
    [TestCase("--os-cloud x conf check", "--os-cloud has no effect here: it is for segment, host, notification, vmove")]
    public async Task Says_in_one_line_what_is_wrong(string arguments, string message)
    {
        var (output, errors) = (new StringWriter(), new StringWriter());

        var code = await CommandLine.RunAsync(arguments.Split(' '), output, errors);

        Assert.That((code, output.ToString(), errors.ToString().TrimEnd()), Is.EqualTo((2, "", $"masakari: {message}")));
    }

    [Test]
    public async Task Says_that_a_name_must_not_be_empty()
    {
        var errors = new StringWriter();

        var code = await CommandLine.RunAsync(["segment", "show", " "], TextWriter.Null, errors);

        Assert.That((code, errors.ToString().TrimEnd()),
            Is.EqualTo((2, "masakari: SEGMENT must not be empty; see masakari segment show --help")));
    }

    [Test]
    public async Task Takes_no_file_of_arguments()
    {
        var errors = new StringWriter();

        await CommandLine.RunAsync(["segment", "show", "@/etc/passwd", "--frob"], TextWriter.Null, errors);

        Assert.That(errors.ToString(), Does.Contain("'--frob'"));
    }
}
