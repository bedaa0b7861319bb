using Masakari.Core.Commands;
using Masakari.Core.Recovery.Fencing;

namespace Masakari.Tests.Recovery.Fencing;

internal sealed class FenceRulesTests
{
    private static readonly DateTimeOffset Before = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset Later = Before.AddSeconds(10);

    [TestCase(true, 0, true)]
    [TestCase(false, 0, false)]
    [TestCase(false, 19, false)]
    [TestCase(false, 20, true)]
    public void Is_asked_when_nova_says_down_or_after_two_intervals_of_silence(bool isDown, int silentFor, bool asks) =>
        Assert.That(FenceRules.ShallAsk(FenceRecord.None, View(isDown: isDown, silentFor: silentFor), sinceEnd: null), Is.EqualTo(asks));

    [Test]
    public void A_question_without_an_answer_is_asked_again() =>
        Assert.That(FenceRules.ShallAsk(FenceRecord.None.Asked(Before), View(), sinceEnd: null), Is.True);

    [Test]
    public void Off_is_proof_and_is_not_asked_again()
    {
        var record = FenceRecord.None.Asked(Before).Answered(FenceAnswer.Off);

        Assert.That(FenceRules.Standing(record, View()), Is.EqualTo(FenceStanding.IsOff));
        Assert.That(FenceRules.ShallAsk(record, View(), TimeSpan.FromHours(1)), Is.False);
    }

    [Test]
    public void Off_is_void_after_a_later_heartbeat()
    {
        var record = FenceRecord.None.Asked(Before).Answered(FenceAnswer.Off);

        Assert.That(FenceRules.Standing(record, View(Later)), Is.EqualTo(FenceStanding.IsOpen));
        Assert.That(FenceRules.ShallAsk(record, View(Later), TimeSpan.Zero), Is.True);
    }

    [TestCase(1, 15)]
    [TestCase(2, 30)]
    [TestCase(3, 60)]
    [TestCase(400, 60)]
    public void On_is_asked_again_after_a_growing_pause(int asks, int pause)
    {
        var record = (FenceRecord.None with { Asks = asks - 1 }).Asked(Before).Answered(FenceAnswer.On);

        Assert.That(FenceRules.Standing(record, View()), Is.EqualTo(FenceStanding.IsOn));
        Assert.That(FenceRules.ShallAsk(record, View(), TimeSpan.FromSeconds(pause - 1)), Is.False);
        Assert.That(FenceRules.ShallAsk(record, View(), TimeSpan.FromSeconds(pause)), Is.True);
    }

    [Test]
    public void On_stays_on_after_errors()
    {
        var record = FenceRecord.None.Asked(Before).Answered(FenceAnswer.On);

        for (var ask = 0; ask < 5; ask++) record = record.Asked(Before).Answered(FenceAnswer.Unknown);

        Assert.That(FenceRules.Standing(record, View()), Is.EqualTo(FenceStanding.IsOn));
    }

    [TestCase(1, false, FenceStanding.IsOpen, true)]
    [TestCase(2, false, FenceStanding.CannotTell, false)]
    [TestCase(2, true, FenceStanding.IsOpen, true)]
    [TestCase(9, true, FenceStanding.IsOpen, true)]
    public void Two_errors_leave_it_to_the_silence_unless_proof_is_required(
        int errors, bool isProofRequired, FenceStanding standing, bool asks)
    {
        var (record, view) = (FenceRecord.None, View() with { IsProofRequired = isProofRequired });

        for (var error = 0; error < errors; error++) record = record.Asked(Before).Answered(FenceAnswer.Unknown);

        Assert.That(FenceRules.Standing(record, view), Is.EqualTo(standing));
        Assert.That(FenceRules.ShallAsk(record, view, TimeSpan.FromMinutes(1)), Is.EqualTo(asks));
    }

    [TestCase(0, FenceAnswer.Off)]
    [TestCase(1, FenceAnswer.On)]
    [TestCase(2, FenceAnswer.Unknown)]
    [TestCase(127, FenceAnswer.Unknown)]
    [TestCase(137, FenceAnswer.Unknown)]
    public void Exit_codes_have_a_meaning(int exitCode, FenceAnswer answer) =>
        Assert.That(FenceAnswers.Of(CommandEnd.Exited(exitCode, "")), Is.EqualTo(answer));

    [Test]
    public void No_exit_code_is_no_answer()
    {
        Assert.That(FenceAnswers.Of(CommandEnd.TimedOut(TimeSpan.FromSeconds(60), "")), Is.EqualTo(FenceAnswer.Unknown));
        Assert.That(FenceAnswers.Of(CommandEnd.NotStarted("no such file")), Is.EqualTo(FenceAnswer.Unknown));
    }

    private static FenceView View(DateTimeOffset? lastHeartbeat = null, bool isDown = true, int silentFor = 100) => new()
    {
        IsDown = isDown,
        LastHeartbeat = lastHeartbeat ?? Before,
        SilentFor = TimeSpan.FromSeconds(silentFor),
        ReportInterval = TimeSpan.FromSeconds(10),
        IsProofRequired = false,
    };
}
