using Masakari.Host.Cli;
using Masakari.Tests.Configuration;

namespace Masakari.Tests.Cli;

public sealed class ManageEngineVerbTests
{
    private readonly StringWriter output = new();
    private readonly StringWriter errors = new();
    private DirectoryInfo folder = null!;

    [SetUp]
    public async Task BeginAsync()
    {
        folder = Directory.CreateTempSubdirectory("masakari-manage-");
        output.GetStringBuilder().Clear();
        errors.GetStringBuilder().Clear();
        await File.WriteAllTextAsync(ConfFile, LocalConf.In(folder.FullName, $"log_dir = {folder.FullName}"));
        await ManageAsync("db", "sync");
        output.GetStringBuilder().Clear();
    }

    [TearDown]
    public void Clear() => folder.Delete(recursive: true);

    [Test]
    public async Task Pauses_and_resumes()
    {
        var paused = await ManageAsync("pause", "--reason", "storage is being moved", "--for", "30m");
        var resumed = await ManageAsync("resume");
        var again = await ManageAsync("resume");

        Assert.That((paused, resumed, again), Is.EqualTo((0, 0, 0)), errors.ToString());
        Assert.That(output.ToString(), Does.Match(
            "^Paused: .* for 00:30:00 or until .*\nResumed: the engines were paused by .*@.* until 2.*: storage is being moved\n"
            + "There was no pause.\n$"));
    }

    [TestCase("pause")]
    [TestCase("resume")]
    [TestCase("reload")]
    [TestCase("takeover")]
    [TestCase("db", "sync")]
    [TestCase("db", "version")]
    public async Task Does_its_work_in_spite_of_mistakes_outside_the_database_section(params string[] arguments)
    {
        await AppendAsync("[DEFAULT]\ndebug = maybe\n[recovery]\nlease_seconds = soon\nbroken line\n");

        var code = await ManageAsync(arguments);

        Assert.That((code, errors.ToString()), Is.EqualTo((0,
            $"masakari: warning: {ConfFile}:12: [DEFAULT] debug: 'maybe' is not true or false; "
            + "2 more mistakes do not concern this command either, `masakari conf check` lists them\n")));
    }

    [TestCase("abort", "7f1d5e6c-2f9b-4d0e-9a3a-0c6f6f0f8a11")]
    [TestCase("release", "7f1d5e6c-2f9b-4d0e-9a3a-0c6f6f0f8a11")]
    [TestCase("confirm-down", "c9")]
    public async Task Looks_into_the_database_in_spite_of_a_mistake_elsewhere(params string[] arguments)
    {
        await AppendAsync("[DEFAULT]\ndebug = maybe\n");

        var code = await ManageAsync(arguments);

        Assert.That(code, Is.EqualTo(1), errors.ToString());
        Assert.That(errors.ToString(), Does.StartWith(
            $"masakari: warning: {ConfFile}:12: [DEFAULT] debug: 'maybe' is not true or false\nmasakari: N"));
    }

    [Test]
    public async Task Needs_the_database_section_alone()
    {
        await File.WriteAllTextAsync(ConfFile,
            $"[database]\nconnection = sqlite:///{folder.FullName}/masakari.sqlite\n[DEFAULT]\nlog_dir = {folder.FullName}\n");

        Assert.That(await ManageAsync("pause"), Is.Zero, errors.ToString());
    }

    [TestCase("[database]\nmax_pool_size = many\n", "[database] max_pool_size: 'many' is not")]
    [TestCase("[database]\nmax_pool_size\n", "the line beginning with 'max_pool_size' has no '='")]
    [TestCase("[database] # ours\nconnection = x\n", "a section line must end with ']'")]
    [TestCase("[databse]\nconnection = x\n", "did you mean [database]?")]
    [TestCase("[DEFAULT]\nsql_connection = x\n[database]\nconnection = mongodb://c/m\n", "[database] connection: ")]
    public async Task Does_nothing_when_the_database_section_has_a_mistake(string lines, string message)
    {
        await AppendAsync(lines + "[DEFAULT]\ndebug = maybe\n");

        var code = await ManageAsync("pause");

        Assert.That(code, Is.EqualTo(2));
        Assert.That(errors.ToString(), Does.StartWith($"masakari: {ConfFile}:").And.Contains(message).And.Not.Contains("debug"));
    }

    [TestCase("abort", "7f1d5e6c-2f9b-4d0e-9a3a-0c6f6f0f8a11", "masakari: No notification 7f1d5e6c-2f9b-4d0e-9a3a-0c6f6f0f8a11.")]
    [TestCase("confirm-down", "c9", "masakari: No host named 'c9' in any segment.")]
    public async Task Ends_with_1_when_there_is_no_such_thing(string verb, string name, string message)
    {
        var code = await ManageAsync(verb, name);

        Assert.That((code, errors.ToString().Trim()), Is.EqualTo((1, message)));
    }

    [TestCase("pause", "--for", "soon")]
    [TestCase("pause", "--for", "0m")]
    [TestCase("pause", "--for", "30")]
    [TestCase("abort")]
    [TestCase("abort", "vm1")]
    [TestCase("confirm-down")]
    public async Task Ends_with_2_when_used_wrongly(params string[] arguments)
    {
        var code = await ManageAsync(arguments);

        Assert.That(code, Is.EqualTo(2));
        Assert.That(errors.ToString(), Does.StartWith("masakari: "));
    }

    private string ConfFile => Path.Combine(folder.FullName, "masakari.conf");

    private Task AppendAsync(string lines) => File.AppendAllTextAsync(ConfFile, "\n" + lines);

    private Task<int> ManageAsync(params string[] arguments) =>
        CommandLine.RunAsync(["--config-file", ConfFile, "manage", .. arguments], output, errors);
}
