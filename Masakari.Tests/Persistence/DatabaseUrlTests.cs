using Masakari.Core.Persistence;

namespace Masakari.Tests.Persistence;

internal sealed class DatabaseUrlTests
{
    [Test]
    public void Takes_a_url_apart()
    {
        var url = DatabaseUrl.Parse("mysql+pymysql://masakari:p%40ss%3Aw%2Fd@db.example:3307/masakari?charset=utf8");

        Assert.That((url.User, url.Password, url.Host, url.Port, url.Database), Is.EqualTo(("masakari", "p@ss:w/d", "db.example", 3307, "masakari")));
        Assert.That(url.Warnings, Is.Empty);
    }

    [TestCase("mysql://u:a:b/c#d?e+f@h/db", "a:b/c#d?e+f")]
    [TestCase("mariadb://u:@h/db", "")]
    [TestCase("mysql://u@h/db", "")]
    public void Accepts_in_a_password_what_the_original_accepts(string text, string password)
    {
        var url = DatabaseUrl.Parse(text);

        Assert.That((url.User, url.Password, url.Host, url.Database), Is.EqualTo(("u", password, "h", "db")));
    }

    [TestCase("mysql:///db", "localhost", 3306)]
    [TestCase("mysql://u:p@/db", "localhost", 3306)]
    [TestCase("mysql://u:p@[::1]:3307/db", "::1", 3307)]
    [TestCase("mysql://u:p@[::1]/db", "::1", 3306)]
    [TestCase("mysql://u:p@10.0.0.1/db", "10.0.0.1", 3306)]
    public void Knows_where_the_server_is(string text, string host, int port)
    {
        var url = DatabaseUrl.Parse(text);

        Assert.That((url.Host, url.Port, url.Database), Is.EqualTo((host, port, "db")));
    }

    [TestCase("sqlite://", "")]
    [TestCase("sqlite:///:memory:", "")]
    [TestCase("sqlite:///masakari.db", "masakari.db")]
    [TestCase("sqlite:////var/lib/masakari.db", "/var/lib/masakari.db")]
    public void Knows_where_the_file_is(string text, string file)
    {
        var url = DatabaseUrl.Parse(text);

        Assert.That((url.IsSqlite, url.Database), Is.EqualTo((true, file)));
        Assert.That(url.Warnings, Is.Empty);
    }

    [Test]
    public void Warns_of_a_missing_slash()
    {
        Assert.That(DatabaseUrl.Parse("sqlite:///var/lib/masakari.db").Warnings, Has.One.Contains("four slashes"));
    }

    [Test]
    public void Reads_the_parameters()
    {
        var url = DatabaseUrl.Parse("mysql://u:p@h/db?unix_socket=%2Frun%2Fmy.sock&connect_timeout=5&read_timeout=7&write_timeout=6&plugin=masakari&wat=1",
            "init_command=SET+NAMES+utf8");

        Assert.That((url.UnixSocket, url.InitCommand), Is.EqualTo(("/run/my.sock", "SET NAMES utf8")));
        Assert.That((url.ConnectTimeout, url.StatementTimeout), Is.EqualTo((TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(7))));
        Assert.That(url.Warnings, Is.EqualTo(["The database URL's parameter 'wat' is not known and not used."]));
    }

    [TestCase("", TlsDemand.None)]
    [TestCase("ssl_disabled=true&ssl_ca=/ca", TlsDemand.Disabled)]
    [TestCase("ssl_ca=/ca", TlsDemand.VerifyIdentity)]
    [TestCase("ssl_ca=/ca&ssl_check_hostname=false", TlsDemand.VerifyCertificate)]
    [TestCase("ssl_ca=/ca&ssl_verify_identity=false", TlsDemand.VerifyCertificate)]
    [TestCase("ssl_ca=/ca&ssl_verify_cert=false", TlsDemand.Encrypt)]
    [TestCase("ssl_ca=/ca&ssl_verify_identity=True", TlsDemand.VerifyIdentity)]
    [TestCase("ssl_check_hostname=true", TlsDemand.VerifyIdentity)]
    [TestCase("ssl_check_hostname=false", TlsDemand.None)]
    public void Knows_what_is_demanded_of_the_encryption(string parameters, TlsDemand demand)
    {
        Assert.That(DatabaseUrl.Parse($"mysql://u:p@h/db?{parameters}").Tls, Is.EqualTo(demand));
    }

    [TestCase("postgresql://u:secret@h/db", "PostgreSQL")]
    [TestCase("oracle://u:secret@h/db", "oracle")]
    [TestCase("mysql://u:sec@ret@h/db", "%40")]
    [TestCase("mysql://u:secret@h:port/db", "port")]
    [TestCase("mysql://u:secret@h", "names no database")]
    [TestCase("mysql://u:secret@h/db?UseAffectedRows=true", "refused")]
    [TestCase("mysql://u:secret@h/db?connect_timeout=soon", "connect_timeout")]
    [TestCase("secret", "must begin like")]
    public void Says_what_is_wrong_without_the_password(string text, string hint)
    {
        var error = Assert.Throws<DatabaseUrlException>(() => DatabaseUrl.Parse(text))!;

        Assert.That(error.Message, Does.Contain(hint).And.Not.Contain("secret").And.Not.Contain("ret@h"));
    }

    [Test]
    public void Shows_itself_without_the_password()
    {
        Assert.That(DatabaseUrl.Parse("mysql://u:secret@h/db").ToString(), Is.EqualTo("mysql://h:3306/db"));
    }
}
