using Masakari.Core.OpenStack;
using Masakari.Core.OpenStack.Identity;
using Masakari.Host.Auth;
using Masakari.Tests.Persistence;
using Moq;

namespace Masakari.Tests.Auth;

/// <summary>Look-ups of one token at the same time.</summary>
public sealed class CallerTokensTests
{
    private static readonly string[] Roles = ["admin"];
    private readonly SettableClock clock = new();
    private Mock<IIdentity> keystone = null!;
    private List<TaskCompletionSource<ValidatedToken?>> asked = null!;
    private CallerTokens tokens = null!;

    [SetUp]
    public void Begin()
    {
        (keystone, asked) = (new Mock<IIdentity>(), []);
        keystone.Setup(identity => identity.ValidateAsync(It.IsAny<string>(), It.IsAny<CancellationToken>())).Returns(Ask);
        keystone.Setup(identity => identity.ValidateEvenIfExpiredAsync(It.IsAny<string>(), It.IsAny<CancellationToken>())).Returns(Ask);
        tokens = new CallerTokens(keystone.Object, new TokenCache(new AuthOptions(), clock));
    }

    [Test]
    public async Task Ask_Keystone_once()
    {
        var callers = Enumerable.Range(0, 20).Select(_ => OwnerAsync("fresh", default)).ToList();

        Answer();

        Assert.That(await Task.WhenAll(callers), Has.All.EqualTo(Owner()));
        Assert.That(asked, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Go_on_for_the_others_when_one_caller_leaves()
    {
        using var leaving = new CancellationTokenSource();
        var (first, second) = (OwnerAsync("fresh", leaving.Token), OwnerAsync("fresh", default));

        await leaving.CancelAsync();

        Assert.That(async () => await first, Throws.InstanceOf<OperationCanceledException>());
        Answer();
        Assert.That(await second, Is.EqualTo(Owner()));
        Assert.That(asked, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Fail_together_and_the_next_one_asks_again()
    {
        var (first, second) = (OwnerAsync("fresh", default), OwnerAsync("fresh", default));
        foreach (var question in asked)
            question.SetException(new OpenStackException(FailureKind.Unreachable, "Keystone: no answer"));
        Assert.That(async () => await first, Throws.InstanceOf<OpenStackException>());
        Assert.That(async () => await second, Throws.InstanceOf<OpenStackException>());

        var next = OwnerAsync("fresh", default);

        Answer();
        Assert.That(await next, Is.EqualTo(Owner()));
        Assert.That(asked, Has.Count.EqualTo(2));
    }

    [Test]
    public async Task Are_separate_for_each_token_and_for_what_may_have_expired()
    {
        var callers = new[] { OwnerAsync("a", default), OwnerAsync("b", default), tokens.OwnerAsync("a", evenIfExpired: true, default) };

        Answer();
        await Task.WhenAll(callers);

        Assert.That(asked, Has.Count.EqualTo(3));
    }

    private void Answer() => asked.ForEach(question => question.TrySetResult(Owner()));

    private Task<ValidatedToken?> Ask(string token, CancellationToken ct)
    {
        var question = new TaskCompletionSource<ValidatedToken?>();
        ct.Register(() => question.TrySetCanceled(ct));
        asked.Add(question);
        return question.Task;
    }

    private Task<ValidatedToken?> OwnerAsync(string token, CancellationToken ct) => tokens.OwnerAsync(token, evenIfExpired: false, ct);

    private ValidatedToken Owner() => new() { UserId = "u1", UserName = "ann", Roles = Roles, ExpiresAt = clock.Now.AddHours(1) };
}
