using Masakari.Core.OpenStack;
using Masakari.Core.OpenStack.Identity;
using Masakari.Tests.Api;
using Masakari.Tests.Persistence;
using Moq;

namespace Masakari.Tests.Auth;

internal sealed class KeystoneAuthenticationTests(string kind) : OnEveryDatabase(kind)
{
    private readonly Mock<IIdentity> keystone = new();
    private readonly SettableClock clock = new();
    private ApiServer api = null!;

    [SetUp]
    public async Task Start()
    {
        keystone.Reset();
        Knows("good", "admin");
        api = await ApiServer.StartAsync(keystone.Object, clock: clock, database: Database);
    }

    [TearDown]
    public async Task Stop() => await api.DisposeAsync();

    [TestCase("X-Auth-Token", " good ")]
    [TestCase("X-Storage-Token", "good")]
    public async Task Lets_an_admin_in(string header, string token)
    {
        var answer = await api.GetAsync("/v1/extensions", (header, token));

        Assert.That(answer.Status, Is.EqualTo(200));
    }

    [TestCase(null)]
    [TestCase("")]
    [TestCase("unknown")]
    public async Task Answers_401_without_a_good_token(string? token)
    {
        var answer = token is null ? await api.GetAsync("/v1/nothing") : await api.GetAsync("/v1/nothing", ("X-Auth-Token", token));

        Assert.That(answer.Status, Is.EqualTo(401));
        Assert.That(answer.Body, Is.EqualTo(
            "{\"error\": {\"code\": 401, \"title\": \"Unauthorized\", \"message\": \"The request you have made requires authentication.\"}}"));
        Assert.That(answer.Header("WWW-Authenticate"), Is.EqualTo("Keystone uri=\"http://keystone:5000\""));
        Assert.That(answer.Header("Content-Type"), Is.EqualTo("application/json"));
        Assert.That(answer.Header("X-Openstack-Request-Id"), Is.Not.Null);
    }

    [TestCase("/")]
    [TestCase("/healthcheck")]
    public async Task Asks_for_no_token_outside_of_v1(string path)
    {
        var answer = await api.GetAsync(path);

        Assert.That(answer.Status, Is.EqualTo(200));
    }

    [Test]
    public async Task Forbids_what_only_an_admin_may_after_the_body_was_found_good()
    {
        Knows("member", "member", "reader");

        var good = await api.SendAsync(
            "POST", "/v1/segments", """{"segment": {"name": "n", "recovery_method": "auto", "service_type": "C"}}""", ("X-Auth-Token", "member"), ("X-Roles", "admin"));
        var bad = await api.SendAsync("POST", "/v1/segments", "{}", ("X-Auth-Token", "member"));

        Assert.That(good.Status, Is.EqualTo(403));
        Assert.That(good.Body, Is.EqualTo(
            "{\"forbidden\": {\"code\": 403, \"message\": \"Policy doesn't allow os_masakari_api:segments:create to be performed.\"}}"));
        Assert.That(bad.Status, Is.EqualTo(400));
    }

    [Test]
    public async Task Shows_the_version_to_anybody_with_a_token()
    {
        Knows("member", "member");

        var answer = await api.GetAsync("/v1/", ("X-Auth-Token", "member"));

        Assert.That(answer.Status, Is.EqualTo(200));
    }

    [Test]
    public async Task Believes_a_good_token_for_five_minutes()
    {
        await api.GetAsync("/v1/", ("X-Auth-Token", "good"));
        clock.Now += TimeSpan.FromSeconds(299);
        await api.GetAsync("/v1/", ("X-Auth-Token", "good"));
        keystone.Verify(identity => identity.ValidateAsync("good", It.IsAny<CancellationToken>()), Times.Once);
        clock.Now += TimeSpan.FromSeconds(1);

        await api.GetAsync("/v1/", ("X-Auth-Token", "good"));

        keystone.Verify(identity => identity.ValidateAsync("good", It.IsAny<CancellationToken>()), Times.Exactly(2));
    }

    [Test]
    public async Task Refuses_a_cached_token_once_it_has_expired()
    {
        Knows("short", "admin", lifetime: TimeSpan.FromSeconds(60));
        await api.GetAsync("/v1/", ("X-Auth-Token", "short"));
        clock.Now += TimeSpan.FromSeconds(60);

        var answer = await api.GetAsync("/v1/", ("X-Auth-Token", "short"));

        Assert.That(answer.Status, Is.EqualTo(401));
    }

    [Test]
    public async Task Asks_about_a_bad_token_every_time()
    {
        await api.GetAsync("/v1/", ("X-Auth-Token", "bad"));
        await api.GetAsync("/v1/", ("X-Auth-Token", "bad"));

        keystone.Verify(identity => identity.ValidateAsync("bad", It.IsAny<CancellationToken>()), Times.Exactly(2));
    }

    [Test]
    public async Task Answers_503_while_keystone_is_away_but_goes_on_with_the_tokens_it_knows()
    {
        await api.GetAsync("/v1/", ("X-Auth-Token", "good"));
        keystone.Setup(identity => identity.ValidateAsync(It.IsAny<string>(), It.IsAny<CancellationToken>()))
            .ThrowsAsync(new OpenStackException(FailureKind.Unreachable, "no answer"));

        var known = await api.GetAsync("/v1/", ("X-Auth-Token", "good"));
        var other = await api.GetAsync("/v1/", ("X-Auth-Token", "other"));

        Assert.That((known.Status, other.Status), Is.EqualTo((200, 503)));
        Assert.That(other.Body, Does.Contain("The Keystone service is temporarily unavailable."));
    }

    [Test]
    public async Task Refuses_a_token_that_access_rules_limit()
    {
        keystone.Setup(identity => identity.ValidateAsync("limited", It.IsAny<CancellationToken>()))
            .ReturnsAsync(Token(TimeSpan.FromHours(1), "admin") with { AccessRules = [] });

        var answer = await api.GetAsync("/v1/", ("X-Auth-Token", "limited"));

        Assert.That(answer.Status, Is.EqualTo(401));
    }

    private void Knows(string token, params string[] roles) => Knows(token, roles[0], TimeSpan.FromHours(1), roles);

    private void Knows(string token, string role, TimeSpan lifetime, params string[] roles) => keystone
        .Setup(identity => identity.ValidateAsync(token, It.IsAny<CancellationToken>()))
        .ReturnsAsync(Token(lifetime, [role, .. roles]));

    private ValidatedToken Token(TimeSpan lifetime, params string[] roles) => new()
    {
        UserId = "u1",
        UserName = "user",
        ProjectId = "p1",
        Roles = roles,
        ExpiresAt = clock.GetUtcNow() + lifetime,
    };
}
