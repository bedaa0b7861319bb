using System.Text;

namespace Masakari.Tests.Api.Contract;

/// <summary>Which content types a request may have, and which bodies count as JSON.</summary>
internal sealed class BodyHandlingTests(string kind) : ContractTests(kind)
{
    [TestCase("application/json", true)]
    [TestCase("application/json; charset=utf-8", true)]
    [TestCase("application/json;version=1", true)]
    [TestCase("application/vnd.openstack.masakari+json", true)]
    [TestCase("application/vnd.openstack.masakari+json;version=1", true)]
    [TestCase("text/plain", true)]
    [TestCase("text/plain; charset=latin1", true)]
    [TestCase("", true)]
    [TestCase(null, true)]
    [TestCase("APPLICATION/JSON", false)]
    [TestCase("application/x-www-form-urlencoded", false)]
    [TestCase("multipart/form-data", false)]
    [TestCase("application/xml", false)]
    [TestCase("text/json", false)]
    [TestCase("*/*", false)]
    [TestCase("json", false)]
    public async Task Takes_a_content_type(string? contentType, bool taken)
    {
        var header = contentType is null ? Array.Empty<(string, string)>() : [("Content-Type", contentType)];

        var posted = await Api.SendAsync("POST", "/v1/segments", NewSegment, header);
        var listed = await Api.SendAsync("GET", "/v1/segments", null, header);
        var deleted = await Api.SendAsync("DELETE", $"/v1/segments/{NoId}", null, header);

        Assert.That((posted.Status, listed.Status, deleted.Status), Is.EqualTo(taken ? (201, 200, 404) : (415, 415, 415)));
        if (!taken)
            Assert.That(posted.Body, Is.EqualTo("{\"badMediaType\": {\"code\": 415, \"message\": \"Unsupported Content-Type\"}}"));
    }

    [TestCase("", "None is not of type 'object'")]
    [TestCase("null", "None is not of type 'object'")]
    [TestCase("true", "True is not of type 'object'")]
    [TestCase("5", "5 is not of type 'object'")]
    [TestCase("-0", "0 is not of type 'object'")]
    [TestCase("1.50", "1.5 is not of type 'object'")]
    [TestCase("123456789012345678901234567890", "123456789012345678901234567890 is not of type 'object'")]
    [TestCase("1e400", "inf is not of type 'object'")]
    [TestCase("\"x\"", "'x' is not of type 'object'")]
    [TestCase("[1, NaN, Infinity, -Infinity]", "[1, nan, inf, -inf] is not of type 'object'")]
    [TestCase("NaN", "nan is not of type 'object'")]
    [TestCase("""["NaN", "\"NaN"]""", """['NaN', '"NaN'] is not of type 'object'""")]
    [TestCase("""{"segment": {"name": NaN}}""", "Invalid input for field/attribute name. Value: nan. nan is not of type 'string'")]
    [TestCase("""{"segment": {"name": "a", "name": 5}}""", "Invalid input for field/attribute name. Value: 5. 5 is not of type 'string'")]
    [TestCase("""{"segment": 1, "segment": 2}""", "Invalid input for field/attribute segment. Value: 2. 2 is not of type 'object'")]
    [TestCase(" ", "Malformed request body")]
    [TestCase("\n\t", "Malformed request body")]
    [TestCase("{", "Malformed request body")]
    [TestCase("{'a': 1}", "Malformed request body")]
    [TestCase("{\"a\": 1,}", "Malformed request body")]
    [TestCase("{} {}", "Malformed request body")]
    [TestCase("nan", "Malformed request body")]
    [TestCase("-NaN", "Malformed request body")]
    [TestCase("1NaN", "Malformed request body")]
    [TestCase("1Infinity", "Malformed request body")]
    [TestCase("NaNNaN", "Malformed request body")]
    [TestCase("[NaN", "Malformed request body")]
    [TestCase("01", "Malformed request body")]
    [TestCase("\"\\ud800\"", "Malformed request body")]
    [TestCase("\"a\u0001b\"", "Malformed request body")]
    [TestCase("// comment\n{}", "Malformed request body")]
    [TestCase("a=b", "Malformed request body")]
    public async Task Reads_json(string body, string message)
    {
        var answer = await PostAsync("/v1/segments", body);

        Assert.That((answer.Status, answer.Message), Is.EqualTo((400, message)));
    }

    [TestCase(new byte[] { 0x22, 0xff, 0x22 })]
    [TestCase(new byte[] { 0x22, 0xed, 0xa0, 0x80, 0x22 })]
    [TestCase(new byte[] { 0xef, 0xbb, 0xbf, 0x7b, 0x7d })]
    [TestCase(new byte[] { 0x00 })]
    [TestCase(new byte[] { 0xff, 0xfe, 0x7b, 0x00, 0x7d, 0x00 })]
    public async Task Reads_nothing_but_utf_8(byte[] body)
    {
        var answer = await PostRawAsync(body, chunked: false);

        Assert.That((answer.Status, answer.Message), Is.EqualTo((400, "Malformed request body")));
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task Reads_a_body_of_any_framing(bool chunked)
    {
        var answer = await PostRawAsync(Encoding.UTF8.GetBytes(NewSegment), chunked);

        Assert.That(answer.Status, Is.EqualTo(201));
    }

    [Test]
    public async Task Ignores_the_body_of_a_get_and_a_delete()
    {
        var segment = await Seed.SegmentAsync("s");

        var listed = await Api.SendAsync("GET", "/v1/segments", "no JSON");
        var deleted = await Api.SendAsync("DELETE", $"/v1/segments/{segment.Uuid}", "no JSON");

        Assert.That((listed.Status, deleted.Status), Is.EqualTo((200, 204)));
    }

    private async Task<Answer> PostRawAsync(byte[] body, bool chunked)
    {
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, Api.Address + "/v1/segments") { Content = new ByteArrayContent(body) };
        request.Headers.TransferEncodingChunked = chunked;
        using var response = await client.SendAsync(request);
        return await Answer.FromAsync(response);
    }
}
