using Masakari.Core.OpenStack.Identity;

namespace Masakari.Tests.OpenStack.Identity;

public sealed class KeystoneCredentialsTests
{
    private static readonly KeystoneCredentials Account = new()
    {
        AuthUrl = new Uri("http://cloud/v3"),
        UserName = "masakari",
        Password = "pass-word",
        UserDomainName = "default",
        ProjectName = "service",
        ProjectDomainName = "default",
    };

    [Test]
    public void Logs_in_by_names_and_domains()
    {
        const string User = """{"name":"masakari","domain":{"name":"default"},"password":"pass-word"}""";
        const string Project = """{"project":{"name":"service","domain":{"name":"default"}}}""";

        Assert.That(LoginBody.For(Account), Is.EqualTo(
            $$$"""{"auth":{"identity":{"methods":["password"],"password":{"user":{{{User}}}}},"scope":{{{Project}}}}}"""));
    }

    [Test]
    public void Logs_in_by_ids_without_domains()
    {
        var body = LoginBody.For(Account with { UserId = "u1", ProjectId = "p1" });

        Assert.That(body, Does.Contain("""{"user":{"id":"u1","password":"pass-word"}}""").And.Contain("""{"project":{"id":"p1"}}"""));
    }

    [Test]
    public void Asks_for_the_system_rather_than_the_project()
    {
        Assert.That(LoginBody.For(Account with { SystemScope = true }), Does.EndWith(""","scope":{"system":{"all":true}}}}"""));
    }

    [Test]
    public void Never_prints_the_password()
    {
        Assert.That(Account.ToString(), Does.Not.Contain("pass-word").And.Contain("masakari"));
    }
}
