using Masakari.Core.OpenStack;

namespace Masakari.Tests.OpenStack.Identity;

public sealed class TokenValidatorTests
{
    private const string Ask = "GET /identity/v3/auth/tokens";

    [Test]
    public async Task Reads_who_it_is_and_what_for()
    {
        await using var room = new OpenStackFixture();
        room.Cloud.On(Ask, (200, Document("2026-11-22T11:00:00.000000Z")));

        var token = await room.Identity.ValidateAsync("theirs", default);

        var asked = room.Cloud.Requests.Last();
        Assert.Multiple(() =>
        {
            Assert.That(token!.UserId, Is.EqualTo("u9"));
            Assert.That(token.UserDomainName, Is.EqualTo("Default"));
            Assert.That(token.ProjectName, Is.EqualTo("ops"));
            Assert.That(token.IsSystemScoped, Is.False);
            Assert.That(token.Roles, Is.EqualTo(new[] { "admin", "member" }));
            Assert.That(token.AccessRules, Is.Null);
            Assert.That(asked.Headers["X-Subject-Token"], Is.EqualTo("theirs"));
            Assert.That(asked.Headers["X-Auth-Token"], Is.EqualTo("secret-token-1"));
        });
    }

    [Test]
    public async Task Asks_the_Keystone_that_the_catalogue_names_for_the_inside()
    {
        await using var room = new OpenStackFixture();
        room.Cloud.Catalogue = """[{"type": "identity", "name": "keystone", "endpoints": [{"interface": "internal", "url": "http://inner/v3"}]}]""";
        room.Cloud.On("GET /v3/auth/tokens", (200, Document("2026-11-22T11:00:00.000000Z")));

        Assert.That(await room.Identity.ValidateAsync("theirs", default), Is.Not.Null);
    }

    [TestCase(404, """{"error": {"code": 404, "message": "Could not find token."}}""")]
    [TestCase(200, null)]
    public async Task Knows_no_token_that_is_unknown_or_has_lapsed(int status, string? body)
    {
        await using var room = new OpenStackFixture();
        room.Cloud.On(Ask, (status, body ?? Document("2026-11-22T09:59:59.000000Z")));

        Assert.That(await room.Identity.ValidateAsync("theirs", default), Is.Null);
    }

    [Test]
    public async Task Lets_a_lapsed_token_count_when_asked_to()
    {
        await using var room = new OpenStackFixture();
        room.Cloud.On($"{Ask}?allow_expired=1", (200, Document("2026-11-22T09:59:59.000000Z")));

        Assert.That(await room.Identity.ValidateEvenIfExpiredAsync("theirs", default), Is.Not.Null);
    }

    [Test]
    public async Task Does_not_ask_about_what_cannot_be_a_token()
    {
        await using var room = new OpenStackFixture();

        var token = await room.Identity.ValidateAsync("two words\r\nX-Evil: 1", default);

        Assert.Multiple(() =>
        {
            Assert.That(token, Is.Null);
            Assert.That(room.Cloud.Requests, Is.Empty);
        });
    }

    [Test]
    public async Task Logs_in_once_more_when_its_own_token_is_refused()
    {
        await using var room = new OpenStackFixture();
        room.Cloud.On(Ask, (401, ""), (200, Document("2026-11-22T11:00:00.000000Z")));

        var token = await room.Identity.ValidateAsync("theirs", default);

        Assert.Multiple(() =>
        {
            Assert.That(token, Is.Not.Null);
            Assert.That(room.Cloud.Logins, Is.EqualTo(2));
        });
    }

    [Test]
    public async Task Fails_when_Keystone_can_not_be_asked()
    {
        await using var room = new OpenStackFixture();
        room.Cloud.On(Ask, (401, ""));

        Assert.That(async () => await room.Identity.ValidateAsync("theirs", default), Throws.InstanceOf<OpenStackException>());
    }

    [Test]
    public async Task Fails_when_our_own_account_is_unknown_instead_of_blaming_the_caller()
    {
        await using var room = new OpenStackFixture();
        room.Cloud.On(ScriptedCloud.Login, (404, """{"error": {"message": "no such page"}}"""));

        Assert.That(async () => await room.Identity.ValidateAsync("theirs", default), Throws.InstanceOf<OpenStackException>());
    }

    private static string Document(string expires) => """
        {"token": {"expires_at": "EXPIRES", "user": {"id": "u9", "name": "ann", "domain": {"id": "default", "name": "Default"}},
          "project": {"id": "p1", "name": "ops", "domain": {"id": "default", "name": "Default"}}, "roles": [{"name": "admin"}, {"name": "member"}]}}
        """.Replace("EXPIRES", expires, StringComparison.Ordinal);
}
