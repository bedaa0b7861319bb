using System.Text.RegularExpressions;

namespace Masakari.Tests.OpenStack.Identity;

/// <summary>What the log says about the difference between our clock and Keystone's.</summary>
public sealed partial class ClockSkewTests
{
    private const string Ask = "GET /identity/v3/auth/tokens";

    // A Date has whole seconds, so a clock that is behind may be nearly a second nearer than its Date looks.
    [TestCase(-3600, "Keystone's clock is 3599 s behind ours")]
    [TestCase(7, "Keystone's clock is 7 s ahead of ours")]
    public async Task Is_a_warning_with_its_size_once(int seconds, string text)
    {
        await using var room = Room();
        room.Cloud.Ahead = TimeSpan.FromSeconds(seconds);

        for (var call = 0; call < 3; call++)
            await room.Identity.ValidateAsync("theirs", default);

        Assert.That(Warnings(room), Has.Count.EqualTo(1).And.One.Contains(text));
    }

    [TestCase(5)]
    [TestCase(-5)]
    public async Task Is_no_warning_up_to_5_seconds(int seconds)
    {
        await using var room = Room();
        room.Cloud.Ahead = TimeSpan.FromSeconds(seconds);

        await room.Identity.ValidateAsync("theirs", default);

        Assert.That(Warnings(room), Is.Empty);
    }

    [Test]
    public async Task Is_told_again_when_it_changes_and_when_it_ends()
    {
        await using var room = Room();
        foreach (var seconds in new[] { 60, 61, 3600, 0, 0, 60 })
        {
            room.Cloud.Ahead = TimeSpan.FromSeconds(seconds);
            await room.Identity.ValidateAsync("theirs", default);
        }

        Assert.That(Warnings(room).Select(line => Size().Match(line).Value), Is.EqualTo(new[] { "60 s ", "3600 s ", "60 s " }));
        Assert.That(room.Log.Lines.Count(line => line.StartsWith("4010 ", StringComparison.Ordinal)), Is.EqualTo(1));
    }

    [Test]
    public async Task Is_not_seen_in_an_answer_that_was_long_on_its_way()
    {
        await using var room = Room();
        room.Cloud.OnTheWayBack = () => room.Clock.Advance(TimeSpan.FromSeconds(10));

        await room.Identity.ValidateAsync("theirs", default);

        Assert.That(Warnings(room), Is.Empty);
    }

    [Test]
    public async Task Is_seen_at_a_login_too()
    {
        await using var room = Room();
        room.Cloud.Ahead = TimeSpan.FromMinutes(-2);
        room.Cloud.On("GET /compute/v2.1/os-services?binary=nova-compute", (200, """{"services": []}"""));

        await room.Nova.ListServicesAsync(default);
        await room.Nova.ListServicesAsync(default);

        Assert.That(Warnings(room), Has.Count.EqualTo(1).And.One.Contains("119 s behind"));
        Assert.That(room.Cloud.Logins, Is.EqualTo(1));
    }

    [GeneratedRegex("[0-9]+ s ")]
    private static partial Regex Size();

    private static OpenStackFixture Room()
    {
        var room = new OpenStackFixture();
        room.Cloud.On(Ask, (200, """{"token": {"expires_at": "2026-11-22T23:00:00.000000Z", "user": {"id": "u9", "name": "ann"}}}"""));
        return room;
    }

    private static List<string> Warnings(OpenStackFixture room) =>
        [.. room.Log.Lines.Where(line => line.StartsWith("4110 ", StringComparison.Ordinal))];
}
