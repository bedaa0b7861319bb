using Masakari.Core.OpenStack;

namespace Masakari.Tests.OpenStack.Http;

/// <summary>Unexpected answers of Keystone and Nova: the text names the call and the field, never a type of the program.</summary>
public sealed class UnreadableAnswerTests
{
    private const string Ask = "GET /identity/v3/auth/tokens";

    [TestCase("<html>", "it is no JSON")]
    [TestCase("null", "it is empty")]
    [TestCase("{}", "'token' is missing")]
    [TestCase("""{"token": {"user": {"id": "u9"}}}""", "'expires_at' is missing in $.token")]
    [TestCase("""{"token": {"user": {"id": "u9"}, "expires_at": "soon"}}""", "$.token.expires_at is of the wrong kind")]
    [TestCase("""{"token": []}""", "$.token is of the wrong kind")]
    public async Task Are_told_by_the_field(string body, string reason)
    {
        await using var room = new OpenStackFixture();
        room.Cloud.On(Ask, (200, body));

        Assert.That(async () => await room.Identity.ValidateAsync("theirs", default), Throws.InstanceOf<OpenStackException>()
            .With.Message.EqualTo($"Keystone: validate a token: the answer can't be read: {reason}"));
    }
}
