using System.Net;
using System.Net.Http.Headers;
using System.Text;

namespace Masakari.Core.OpenStack.Http;

/// <summary>
/// The body of a change, or nothing, that asks a question before it is written. The transport wants the body once the connection stands,
/// and sends the request's head together with its first bytes: an exception keeps all of the request back. A request without a body has
/// this content too, with length 0, so that the question is asked at the same moment.
/// </summary>
internal sealed class GuardedContent : HttpContent
{
    private readonly byte[] body;
    private readonly Func<CancellationToken, Task<bool>> mayGo;

    /// <param name="json">The body, or <see langword="null"/>.</param>
    /// <param name="mayGo">The question.</param>
    public GuardedContent(string? json, Func<CancellationToken, Task<bool>> mayGo)
    {
        (body, this.mayGo) = (Encoding.UTF8.GetBytes(json ?? ""), mayGo);
        if (json is not null) Headers.ContentType = new MediaTypeHeaderValue("application/json", "utf-8");
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        if (!await mayGo(cancellationToken)) throw new HeldBackException();
        await stream.WriteAsync(body, cancellationToken);
    }

    protected override bool TryComputeLength(out long length)
    {
        length = body.Length;
        return true;
    }
}

/// <summary>The only way to keep a request back from within its content. It does not leave <see cref="RestClient"/>.</summary>
internal sealed class HeldBackException() : Exception("The request was not sent: it may not go.");
