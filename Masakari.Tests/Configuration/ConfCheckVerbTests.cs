using Masakari.Core.Configuration;
using Masakari.Host.Cli;

namespace Masakari.Tests.Configuration;

public sealed class ConfCheckVerbTests
{
    private const string Good =
        "The configuration can be used. `masakari conf check --online` also asks the database, Keystone and Nova.\n";

    private string file = "";

    [SetUp]
    public void MakeFile() => file = Path.GetTempFileName();

    [TearDown]
    public void RemoveFile() => File.Delete(file);

    [Test]
    public void Prints_five_different_errors_as_five_lines_and_exits_with_2()
    {
        var (exitCode, output) = Check("""
            [DEFAULT]
            os_privileged_user_name = masakari
            auth_strategy = NOAUTH2
            wait_period_after_service_update = soon
            [database]
            connection
            [host_failure]
            evacuate_all_instances = maybe
            [metrcs]
            listen = :9100

            """);

        Assert.That(exitCode, Is.EqualTo(2));
        Assert.That(output, Is.EqualTo(
            """
            FILE:3: [DEFAULT] auth_strategy: 'NOAUTH2' is not one of keystone, noauth2
            FILE:4: [DEFAULT] wait_period_after_service_update: 'soon' is not a whole number of seconds, 0 or more
            FILE:6: neither a section nor 'name = value': the line beginning with 'connection' has no '='
            FILE:8: [host_failure] evacuate_all_instances: 'maybe' is not true or false
            FILE:9: unknown section [metrcs], did you mean [metrics]? 1 option in it is ignored: listen (line 10)

            """.Replace("FILE", file, StringComparison.Ordinal)));
    }

    [Test]
    public void Exits_with_0_when_there_are_warnings_only()
    {
        var (exitCode, output) = Check("[DEFAULT]\nos_privileged_user_name = masakari\ndebgu = true\n");

        Assert.That(exitCode, Is.Zero);
        Assert.That(output, Is.EqualTo($"warning: {file}:3: [DEFAULT] debgu: unknown option, did you mean debug?\n{Good}"));
    }

    [Test]
    public void Lists_the_settings_without_effect_as_a_start_does()
    {
        var (exitCode, output) = Check("[DEFAULT]\nos_privileged_user_name = masakari\nmasakari_topic = x\n");

        Assert.That(exitCode, Is.Zero);
        Assert.That(output, Is.EqualTo(
            $"Settings without effect: [DEFAULT] masakari_topic (no message bus is used: API and engine are one process)\n{Good}"));
    }

    [Test]
    public void Says_one_line_of_a_file_that_does_not_exist()
    {
        File.Delete(file);
        using var output = new StringWriter { NewLine = "\n" };

        var exitCode = ConfCheckVerb.Run(new ConfSources
            { Project = "masakari", Arguments = [new ConfArgument(file)] }, SomeRooms.Read, output);

        Assert.That((exitCode, output.ToString()), Is.EqualTo((2, $"{file}: no such file\n")));
    }

    private (int ExitCode, string Output) Check(string text)
    {
        File.WriteAllText(file, text);
        using var output = new StringWriter { NewLine = "\n" };
        var exitCode = ConfCheckVerb.Run(new ConfSources
            { Project = "masakari", Arguments = [new ConfArgument(file)] }, SomeRooms.Read, output);
        return (exitCode, output.ToString());
    }
}
