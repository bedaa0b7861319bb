using Masakari.Core.Configuration;
using Masakari.Host.Cli;
using Masakari.Host.Service;

namespace Masakari.Tests.Configuration;

public sealed class SampleFileTests
{
    [Test]
    public void Is_in_the_repository_as_the_program_writes_it()
    {
        using var written = new StringWriter { NewLine = "\n" };

        ConfSampleVerb.Run(MasakariService.ReadAll, written);

        Assert.That(File.ReadAllText(Path.Combine(Root(), "masakari.conf.sample")), Is.EqualTo(written.ToString()), "run ./build.sh sample");
    }

    [Test]
    public void Is_a_configuration_that_says_nothing_wrong()
    {
        var conf = Conf.Parse(File.ReadAllText(Path.Combine(Root(), "masakari.conf.sample")));

        Assert.That(conf.Errors, Is.Empty);
    }

    private static string Root()
    {
        var folder = new DirectoryInfo(TestContext.CurrentContext.TestDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Masakari.sln"))) folder = folder.Parent!;
        return folder.FullName;
    }
}
