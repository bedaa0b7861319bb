using Masakari.Core.Configuration;
using Masakari.Core.Persistence;

namespace Masakari.Tests.Persistence;

internal sealed class DatabaseSectionTests
{
    [Test]
    public void Adds_the_overflow_to_the_pool()
    {
        var options = Read("connection = mysql://u:p@h/db\nmax_pool_size = 10\nmax_overflow = 20", out var conf);

        Assert.That(options.MaxConnections, Is.EqualTo(30));
        Assert.That(conf.Errors, Is.Empty);
    }

    [Test]
    public void Knows_the_old_name_of_the_connection()
    {
        var options = Read("sql_connection = mysql://u:p@h/db", out _);

        Assert.That(options.Url.Host, Is.EqualTo("h"));
    }

    [Test]
    public void Demands_a_connection()
    {
        Read("", out var conf);

        Assert.That(conf.Errors, Has.One.Matches<ConfError>(error => $"{error}".Contains("[database] connection", StringComparison.Ordinal)));
    }

    [Test]
    public void Reports_a_bad_url_where_it_stands_and_without_the_password()
    {
        Read("connection = mysql://u:sec@ret@h/db", out var conf);

        Assert.That($"{conf.Errors.Single()}", Does.Contain("masakari.conf:2").And.Contain("%40").And.Not.Contain("sec@"));
    }

    private static DatabaseOptions Read(string lines, out Conf conf)
    {
        conf = Conf.Parse($"[database]\n{lines}\n");
        return DatabaseSection.Read(conf);
    }
}
