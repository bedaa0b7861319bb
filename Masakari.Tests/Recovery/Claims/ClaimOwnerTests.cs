using Masakari.Core.Recovery.Claims;

namespace Masakari.Tests.Recovery.Claims;

public sealed class ClaimOwnerTests
{
    private static readonly ClaimOwner Self = ClaimOwner.OfThisProcess();

    private static string Machine => string.Join('|', Self.Text.Split('|')[..^2]);

    [Test]
    public void Fits_its_column()
    {
        Assert.That(Self.Text, Has.Length.LessThanOrEqualTo(255));
    }

    [Test]
    public void Is_the_same_whenever_it_is_asked()
    {
        Assert.That(ClaimOwner.OfThisProcess().Text, Is.EqualTo(Self.Text));
    }

    [Test]
    public void Knows_that_a_process_which_is_no_more_is_dead()
    {
        Assert.That(Self.IsDeadHere($"{Machine}|4000000|1"), Is.True);
    }

    [Test]
    public void Knows_that_a_pid_which_another_process_has_now_is_a_dead_owner()
    {
        Assert.That(Self.IsDeadHere($"{Machine}|{Environment.ProcessId}|1"), Is.True);
    }

    [TestCase("elsewhere|boot|ns|4000000|1")]
    [TestCase("nonsense")]
    public void Says_nothing_of_owners_that_are_not_of_this_machine(string owner)
    {
        Assert.That(Self.IsDeadHere(owner), Is.False);
    }

    [Test]
    public void Does_not_call_itself_dead()
    {
        Assert.That(Self.IsDeadHere(Self.Text), Is.False);
    }
}
