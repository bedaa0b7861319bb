using System.Net;
using System.Net.Http.Headers;
using System.Text;

namespace Masakari.Core.OpenStack.Http;

/// <summary>
/// A JSON body that asks a question before it is written. The transport wants the body once the connection stands, and sends the
/// request's head together with its first bytes: a question answered by an exception keeps all of the request back.
/// </summary>
internal sealed class GuardedContent : HttpContent
{
    private readonly byte[] body;
    private readonly Func<CancellationToken, Task> guard;

    public GuardedContent(string json, Func<CancellationToken, Task> guard)
    {
        (body, this.guard) = (Encoding.UTF8.GetBytes(json), guard);
        Headers.ContentType = new MediaTypeHeaderValue("application/json", "utf-8");
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        await guard(cancellationToken);
        await stream.WriteAsync(body, cancellationToken);
    }

    protected override bool TryComputeLength(out long length)
    {
        length = body.Length;
        return true;
    }
}
