using Masakari.Core.OpenStack.Nova;
using Masakari.Core.Recovery.Actions;

namespace Masakari.Tests.Recovery.Actions;

public sealed class StopCauseTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    [Test]
    public void A_stop_without_a_user_is_Nova_s() =>
        Assert.That(StopCause.Find([Act("stop", 2, null), Act("create", 1, "user")]), Is.EqualTo(new StopCause(StopAuthor.Nova, Noon.AddMinutes(2))));

    [Test]
    public void The_newest_stop_decides() => Assert.That(
        StopCause.Find([Act("lock", 4, "user"), Act("stop", 3, "user"), Act("start", 2, "user"), Act("stop", 1, null)]),
        Is.EqualTo(new StopCause(StopAuthor.User, Noon.AddMinutes(3))));

    [Test]
    public void A_stop_under_our_own_account_is_told_from_a_user_s() =>
        Assert.That(StopCause.Find([Act("stop", 1, "masakari", ours: true)])?.Author, Is.EqualTo(StopAuthor.OurAccount));

    [Test]
    public void A_stop_that_a_start_undid_says_nothing() =>
        Assert.That(StopCause.Find([Act("start", 2, "user"), Act("stop", 1, "user")]), Is.Null);

    [Test]
    public void Without_a_record_nothing_is_known() =>
        Assert.That(StopCause.Find([Act("evacuate", 2, "masakari", ours: true), Act("create", 1, "user")]), Is.Null);

    private static InstanceAction Act(string name, int minute, string? user, bool ours = false) =>
        new() { Name = name, StartedAt = Noon.AddMinutes(minute), UserId = user, ByOurAccount = ours };
}
