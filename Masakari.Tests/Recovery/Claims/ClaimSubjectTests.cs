using Masakari.Core.Recovery.Claims;

namespace Masakari.Tests.Recovery.Claims;

public sealed class ClaimSubjectTests
{
    private static readonly Guid Low = Guid.Parse("00000000-0000-0000-0000-000000000001");
    private static readonly Guid High = Guid.Parse("ffffffff-0000-0000-0000-000000000001");

    [Test]
    public void Has_its_place_after_every_host_when_it_is_an_instance()
    {
        ClaimSubject[] mixed = [ClaimSubject.Instance(High), ClaimSubject.Host(High), ClaimSubject.Instance(Low), ClaimSubject.Host(Low)];

        Assert.That(mixed.Order(), Is.EqualTo(
            [ClaimSubject.Host(Low), ClaimSubject.Host(High), ClaimSubject.Instance(Low), ClaimSubject.Instance(High)]));
    }

    /// <summary>The rows are locked by a SELECT that orders them by this text.</summary>
    [Test]
    public void Has_the_same_order_as_its_text()
    {
        ClaimSubject[] mixed = [ClaimSubject.Instance(Low), ClaimSubject.Host(High), ClaimSubject.Instance(High), ClaimSubject.Host(Low)];

        Assert.That(mixed.Order().Select(subject => $"{subject}"), Is.Ordered.Using((IComparer<string>)StringComparer.Ordinal));
    }

    [TestCase("host:00000000-0000-0000-0000-000000000001")]
    [TestCase("instance:ffffffff-0000-0000-0000-000000000001")]
    public void Is_read_as_it_is_written(string text)
    {
        Assert.That(ClaimSubject.Parse(text).ToString(), Is.EqualTo(text));
    }

    [TestCase("volume:00000000-0000-0000-0000-000000000001")]
    [TestCase("nonsense")]
    public void Is_a_host_or_an_instance(string text)
    {
        Assert.That(() => ClaimSubject.Parse(text), Throws.InstanceOf<FormatException>());
    }
}
