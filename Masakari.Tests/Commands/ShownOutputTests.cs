using System.Text;
using Masakari.Core.Commands;

namespace Masakari.Tests.Commands;

public sealed class ShownOutputTests
{
    [TestCase("off", "off")]
    [TestCase("", "")]
    [TestCase("\n a \r\n\t b \n", "a b")]
    [TestCase("\u001b[31mred\u001b[0m \u202egnp.exe\u0085x\u2028y", "[31mred [0m gnp.exe x y")]
    public void Control_characters_become_blanks(string output, string shown) => Assert.That(ShownOutput.Of(output, []), Is.EqualTo(shown));

    [TestCase("password=geheim1 x")]
    [TestCase("Password : geheim1 x")]
    [TestCase("{\"adminPassword\": \"geheim1\"} x")]
    [TestCase("os_privileged_user_password = geheim1 x")]
    [TestCase("X-Auth-Token: geheim1 x")]
    [TestCase("api_key=geheim1 x")]
    [TestCase("Authorization: Basic geheim1 x")]
    [TestCase("connection = mysql+pymysql://masakari:geheim1@10.0.0.1/masakari x")]
    [TestCase("usage: ipmitool -H bmc -P geheim1 x")]
    [TestCase("fence_ipmilan -p geheim1 x")]
    [TestCase("fence_ipmilan --password geheim1 x")]
    public void What_looks_like_a_secret_is_masked(string output)
    {
        var shown = ShownOutput.Of(output, []);

        Assert.That(shown, Does.Contain("***").And.EndsWith(" x").And.Not.Contain("geheim1"));
    }

    [Test]
    public void Secrets_of_the_command_line_are_masked_wherever_they_stand()
    {
        var secrets = ShownOutput.SecretsOf(["-P", "geheim1", "--api-key=geheim2", "https://u:geheim3@bmc/", "-v", "open"]);

        Assert.That(secrets, Is.EquivalentTo(new[] { "geheim1", "geheim2", "geheim3" }));
        Assert.That(ShownOutput.Of("a geheim1 b geheim2geheim3 open", secrets), Is.EqualTo("a *** b ****** open"));
    }

    [Test]
    public void A_long_output_is_cut_at_4_KiB_between_two_characters()
    {
        var shown = ShownOutput.Of(new string('x', 4089) + new string('é', 4000), []);

        Assert.That(Encoding.UTF8.GetByteCount(shown), Is.InRange(4094, 4096));
        Assert.That(shown, Does.EndWith("xé …"));
    }

    [Test]
    public void A_secret_at_the_cut_is_masked_as_a_whole()
    {
        var shown = ShownOutput.Of(new string('x', 4085) + " geheim1", ["geheim1"]);

        Assert.That(shown, Does.Not.Contain("ge"));
    }
}
