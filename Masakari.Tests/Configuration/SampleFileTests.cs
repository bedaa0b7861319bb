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

        Assert.That(File.ReadAllText(Checkout.File("masakari.conf.sample")), Is.EqualTo(written.ToString()), "run ./build.sh sample");
    }

    [Test]
    public void Is_a_configuration_that_says_nothing_wrong()
    {
        var conf = Conf.Parse(File.ReadAllText(Checkout.File("masakari.conf.sample")));

        Assert.That(conf.Errors, Is.Empty);
    }
}
