using Masakari.Core.Configuration;

namespace Masakari.Tests.Configuration;

public sealed class ConfSourcesTests
{
    private string folder = "";

    [SetUp]
    public void MakeFolder() => folder = Directory.CreateTempSubdirectory("masakari-conf").FullName;

    [TearDown]
    public void RemoveFolder() => Directory.Delete(folder, recursive: true);

    [Test]
    public void Lets_a_later_file_win_option_by_option()
    {
        var conf = Load([File("one.conf", "[g]\na = 1\nb = 1"), File("two.conf", "[g]\nb = 2")]);

        Assert.That(Values(conf, "a", "b"), Is.EqualTo(new[] { "1", "2" }));
    }

    [Test]
    public void Reads_the_conf_files_of_a_folder_in_name_order_where_the_argument_stands()
    {
        File("d/20.conf", "[g]\na = 20");
        File("d/10.conf", "[g]\na = 10\nb = 10");
        File("d/30.txt", "[g]\na = 30");

        var conf = Load([File("one.conf", "[g]\nb = 1"), new ConfArgument(In("d"), IsFolder: true), File("two.conf", "[g]\nc = 2")]);

        Assert.That(Values(conf, "a", "b", "c"), Is.EqualTo(new[] { "20", "10", "2" }));
        Assert.That(conf.FilesRead, Is.EqualTo(new[] { In("one.conf"), In("d/10.conf"), In("d/20.conf"), In("two.conf") }));
        Assert.That(conf.FoldersRead, Is.EqualTo(new[] { In("d") }));
    }

    [Test]
    public void Lets_the_environment_beat_the_files()
    {
        var conf = Load([File("one.conf", "[g]\na = 1\n[DEFAULT]\ndebug = false")], ("OS_G__A", "env"), ("OS_DEFAULT__DEBUG", "true"));

        Assert.That(Values(conf, "a"), Is.EqualTo(new[] { "env" }));
        Assert.That(conf.Default.Bool("debug", false, ""), Is.True);
    }

    [Test]
    public void Names_the_variable_that_holds_a_bad_value()
    {
        var conf = Load([File("one.conf", "")], ("OS_G__A", "soon"));

        conf.Section("g").Int("a", 1, "");

        Assert.That(conf.Errors.Single().ToString(), Is.EqualTo("OS_G__A: [g] a: 'soon' is not a whole number"));
    }

    [Test]
    public void Gives_a_repeated_option_of_all_files_or_of_the_environment()
    {
        ConfArgument[] files = [File("one.conf", "[g]\na = 1\na = 2"), File("two.conf", "[g]\na = 3")];

        Assert.That(Load(files).Section("g").Multi("a", [], ""), Is.EqualTo(new[] { "1", "2", "3" }));
        Assert.That(Load(files, ("OS_G__A", "env")).Section("g").Multi("a", [], ""), Is.EqualTo(new[] { "env" }));
    }

    [Test]
    public void Reads_an_old_name_with_a_warning_unless_the_current_one_is_set()
    {
        var old = Conf.Parse("[sql]\nconnection = a");
        var both = Conf.Parse("[sql]\nconnection = a\n[DATABASE]\nsql_connection = b");

        Assert.That(Connection(old), Is.EqualTo("a"));
        Assert.That(old.Warnings.Single().ToString(), Is.EqualTo("masakari.conf:2: [sql] connection: old name, use [database] connection"));
        Assert.That(Connection(both), Is.EqualTo("b"));

        static string? Connection(Conf conf) =>
            conf.Section("database").Text("connection", null, "", was: ["DATABASE.sql_connection", "sql.connection"]);
    }

    [Test]
    public void Names_every_file_and_folder_that_is_missing_or_broken()
    {
        System.IO.File.WriteAllBytes(In("latin.conf"), [.. "[g]\na = "u8, 0xE4, .. "\n"u8]);

        var conf = Load([
            File("bad.conf", "[g]\nx"),
            new ConfArgument(In("none.conf")),
            new ConfArgument(In("latin.conf")),
            new ConfArgument(In("none"), IsFolder: true),
        ]);

        Assert.That(conf.Errors.Select(error => error.ToString()[folder.Length..]), Is.EqualTo(new[]
        {
            "/bad.conf:2: neither a section nor 'name = value': the line beginning with 'x' has no '='",
            "/none.conf: no such file",
            "/latin.conf:2: this line is not UTF-8",
            "/none: no such folder",
        }));
        Assert.That(conf.FilesRead, Is.EqualTo(new[] { In("bad.conf") }));
    }

    [Test]
    public void Finds_the_first_default_file_of_each_name_and_the_default_folder()
    {
        File("home/.masakari/masakari.conf", "[g]\na = home");
        File("etc/masakari/masakari.conf", "[g]\na = etc");
        File("etc/masakari/masakari-engine.conf", "[g]\nb = engine");
        File("etc/masakari/masakari.conf.d/x.conf", "[g]\nc = folder");

        var conf = Load([]);

        Assert.That(Values(conf, "a", "b", "c"), Is.EqualTo(new[] { "home", "engine", "folder" }));
    }

    [Test]
    public void Looks_into_the_folder_of_OS_MASAKARI_CONFIG_DIR_first()
    {
        File("home/masakari.conf", "[g]\na = home");
        File("own/masakari.conf", "[g]\na = own");

        var conf = Load([], ("OS_MASAKARI_CONFIG_DIR", In("own")));

        Assert.That(Values(conf, "a"), Is.EqualTo(new[] { "own" }));
    }

    [Test]
    public void Leaves_the_default_files_alone_when_one_is_named()
    {
        File("home/masakari.conf", "[g]\na = home");
        File("home/my.conf", "[g]\nb = mine");

        var conf = Load([new ConfArgument("~/my.conf")]);

        Assert.That(Values(conf, "a", "b"), Is.EqualTo(new[] { null, "mine" }));
    }

    private Conf Load(ConfArgument[] arguments, params (string Name, string Value)[] environment) => Conf.Load(new ConfSources
    {
        Project = "masakari",
        Programs = ["masakari-engine"],
        Arguments = arguments,
        Environment = environment.Append(("HOME", In("home"))).ToDictionary(),
        SystemFolder = In("etc"),
    });

    private static IEnumerable<string?> Values(Conf conf, params string[] names) => names.Select(name => conf.Section("g").Text(name, null, ""));

    private string In(string path) => folder + "/" + path;

    private ConfArgument File(string path, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(In(path))!);
        System.IO.File.WriteAllText(In(path), text);
        return new ConfArgument(In(path));
    }
}
