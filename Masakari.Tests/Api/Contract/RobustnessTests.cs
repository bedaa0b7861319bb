using System.Text.Json;

namespace Masakari.Tests.Api.Contract;

/// <summary>A request that no correct client sends is rejected with a 4xx and a reason, and changes nothing.</summary>
internal sealed class RobustnessTests(string kind) : ContractTests(kind)
{
    private Things things = null!;

    [SetUp]
    public async Task Furnish() => things = await FurnishAsync();

    // A TEXT column holds 65,535 bytes.
    [TestCase("x", 65535, true)]
    [TestCase("x", 65536, false)]
    [TestCase("é", 32767, true)]
    [TestCase("é", 32768, false)]
    [TestCase("東", 21845, true)]
    [TestCase("東", 21846, false)]
    public async Task Takes_texts_as_long_as_their_column(string letter, int count, bool taken)
    {
        var text = string.Concat(Enumerable.Repeat(letter, count));
        var newSegment = NewSegment.Replace("\"C\"", $"\"C\", \"description\": \"{text}\"", StringComparison.Ordinal);
        var newHost = NewHost.Replace("attributes\": \"", "attributes\": \"" + text, StringComparison.Ordinal);

        var segment = await PostAsync("/v1/segments", newSegment);
        var host = await PostAsync(things.In("/v1/segments/SEGMENT/hosts"), newHost);
        var change = await Api.SendAsync(
            "PUT", things.In("/v1/segments/SEGMENT/hosts/HOST"), $$$"""{"host": {"control_attributes": "{{{text}}}"}}""");

        Assert.That((segment.Status, host.Status, change.Status), Is.EqualTo(taken ? (201, 201, 200) : (400, 400, 400)));
        if (taken)
        {
            Assert.That(Text(segment.Json["segment"], "description"), Is.EqualTo(text));
            Assert.That(Text(change.Json["host"], "control_attributes"), Is.EqualTo(text));
        }
        else
        {
            Assert.That(segment.Message, Does.StartWith("Invalid input for field/attribute description. Value: ")
                .And.EndsWith("' is too long"));
        }
    }

    [Test]
    public async Task Refuses_a_payload_of_64_kib_by_its_field()
    {
        var body = NewNotification.Replace("LIFECYCLE", new string('x', 65536), StringComparison.Ordinal);

        var answer = await PostAsync("/v1/notifications", body);

        Assert.That(answer.Status, Is.EqualTo(400));
        Assert.That(answer.Message, Does.StartWith("Invalid input for field/attribute event. Value: xxx").And.EndsWith("' is too long"));
    }

    [TestCase("{}", "{}")]
    [TestCase("[]", "[]")]
    [TestCase("""{"event": "\\ud800"}""", """{"event": "\\ud800"}""")]   // a backslash and five letters
    // A row of the Python original may hold any text. Text that is not JSON is shown as a string.
    [TestCase("", "\"\"")]
    [TestCase("{'event': 'STOPPED'}", "\"{'event': 'STOPPED'}\"")]
    [TestCase("""{"event": NaN}""", """
        "{\"event\": NaN}"
        """)]
    // The original accepts half of a surrogate pair. This service rejects it, and shows a payload with it as a string.
    [TestCase("""{"event": "\ud800", "instance_uuid": "", "vir_domain_event": ""}""", """
        "{\"event\": \"\\ud800\", \"instance_uuid\": \"\", \"vir_domain_event\": \"\"}"
        """)]
    [TestCase("""{"\udc00\ud800": ""}""", """
        "{\"\\udc00\\ud800\": \"\"}"
        """)]
    public async Task Shows_a_payload_as_it_was_stored(string payload, string shown)
    {
        await ExecuteAsync("UPDATE notifications SET payload = @payload, status = 'new'", new { payload });

        var list = await Api.SendAsync("GET", "/v1/notifications");
        var one = await Api.SendAsync("GET", things.In("/v1/notifications/INSTANCE"));
        var next = await PostAsync("/v1/notifications", NewNotification);

        Assert.That((list.Status, one.Status, next.Status), Is.EqualTo((200, 200, 202)));
        Assert.That(new[] { list.Body, one.Body }, Has.All.Contains($"\"payload\": {shown}, "));
    }

    [Test]
    public async Task Refuses_a_payload_of_thousands_of_keys()
    {
        var keys = string.Join(", ", Enumerable.Range(0, 4000).Select(i => $"\"k{i}\": \"v\""));
        var body = NewNotification.Replace("\"event\": \"LIFECYCLE\"", keys, StringComparison.Ordinal);

        var answer = await PostAsync("/v1/notifications", body);

        Assert.That((answer.Status, answer.Message), Is.EqualTo((400, "'event' is a required property")));
    }

    [TestCase("[", 100_000)]
    [TestCase("{\"segment\": ", 5_000)]
    [TestCase("[", 60)]
    public async Task Refuses_what_is_deeply_nested(string open, int depth)
    {
        var answer = await PostAsync("/v1/segments", string.Concat(Enumerable.Repeat(open, depth)));

        Assert.That((answer.Status, answer.Message), Is.EqualTo((400, "Malformed request body")));
    }

    [TestCase("1e999999999")]
    [TestCase("-1e999999999")]
    [TestCase("1e-999999999")]
    [TestCase("0.00000000000000000000000000000000000000001")]
    [TestCase("18446744073709551616")]
    public async Task Refuses_huge_numbers_by_their_field(string number)
    {
        var answer = await PostAsync("/v1/segments", $$$"""{"segment": {"name": {{{number}}}}}""");

        Assert.That(answer.Status, Is.EqualTo(400));
        Assert.That(answer.Message, Does.StartWith("Invalid input for field/attribute name. Value: ")
            .And.EndsWith(" is not of type 'string'"));
    }

    [Test]
    public async Task Refuses_a_number_of_100_000_digits()
    {
        var answer = await PostAsync("/v1/segments", $$$"""{"segment": {"name": {{{new string('9', 100_000)}}}}}""");

        Assert.That(answer.Status, Is.EqualTo(400));
    }

    [TestCase("/v1/segments/%ED%A0%80")]
    [TestCase("/v1/segments/%FF%FE")]
    [TestCase("/v1/segments/%F0%9F%98%80")]
    [TestCase("/v1/segments/%00")]
    [TestCase("/v1/segments/a%0d%0aX-Evil:%201")]
    [TestCase("/v1/segments/%2e%2e/%2e%2e/etc/passwd")]
    [TestCase("/v1/segments/../../../etc/passwd")]
    [TestCase("/v1/segments/%")]
    [TestCase("/v1/segments/%zz")]
    [TestCase("/v1/segments/';DROP TABLE hosts;--")]
    [TestCase("/v1/notifications/99999999999999999999999999")]
    [TestCase("/v1/notifications/%F0%9F%98%80/vmoves/%F0%9F%98%80")]
    [TestCase("/v1/segments?marker=%F0%9F%98%80")]
    [TestCase("/v1/segments?marker=%ED%A0%80")]
    [TestCase("/v1/segments?sort_key=%F0%9F%98%80")]
    [TestCase("/v1/segments?sort_key=id%3BDROP%20TABLE%20hosts")]
    [TestCase("/v1/segments?limit=%00")]
    [TestCase("/v1/notifications?generated-since=%F0%9F%98%80")]
    public async Task Refuses_a_strange_path_or_query(string path)
    {
        var answer = await Api.GetAsync(path);

        Assert.That(answer.Status, Is.InRange(300, 499));
        Assert.That(answer.Header("X-Evil"), Is.Null);
        Assert.That(await ScalarAsync<int>("SELECT COUNT(*) FROM hosts"), Is.EqualTo(1));
    }

    [TestCase("/v1/segments/", 4000)]
    [TestCase("/v1/segments/", 40_000)]
    [TestCase("/v1/segments?marker=", 4000)]
    [TestCase("/v1/segments?limit=", 4000)]
    [TestCase("/v1/segments?marker=", 40_000)]
    public async Task Refuses_a_very_long_path_or_query(string path, int length)
    {
        var answer = await Api.GetAsync(path + new string('9', length));

        Assert.That(answer.Status, path.EndsWith("limit=", StringComparison.Ordinal) ? Is.EqualTo(200) : Is.InRange(400, 499));
    }

    [TestCase("\\ud83d\\ude00")]
    [TestCase("\\ud800")]
    [TestCase("\\u0000")]
    [TestCase("\\uffff")]
    [TestCase("a\\u202eb")]
    public async Task Refuses_characters_that_no_name_may_have(string escaped)
    {
        var answer = await PostAsync("/v1/segments", NewSegment.Replace("new", escaped, StringComparison.Ordinal));

        Assert.That(answer.Status, Is.EqualTo(400));
    }

    [Test]
    public async Task Keeps_letters_of_any_script()
    {
        const string Name = "Straße – Москва 東京 ال 한국 ₤½";

        var created = await PostAsync("/v1/segments", NewSegment.Replace("new", Name, StringComparison.Ordinal));
        var listed = await Api.GetAsync("/v1/segments?limit=1");

        var (told, kept) = (Text(created.Json["segment"], "name"), Text(listed.Json["segments"]![0], "name"));
        Assert.That((created.Status, told, kept), Is.EqualTo((201, Name, Name)));
    }

    [Test]
    public async Task Keeps_payload_values_beyond_the_basic_plane()
    {
        var body = NewNotification.Replace("LIFECYCLE", "😀 \\u0000 é", StringComparison.Ordinal);

        var accepted = await PostAsync("/v1/notifications", body);
        var shown = await Api.GetAsync($"/v1/notifications/{Text(accepted.Json["notification"], "notification_uuid")}");

        Assert.That(accepted.Status, Is.EqualTo(202));
        Assert.That(Text(shown.Json["notification"]!["payload"], "event"), Is.EqualTo("😀 \0 é"));
        Assert.That(shown.Body, Does.Contain("\"event\": \"\\ud83d\\ude00 \\u0000 \\u00e9\""));
    }

    [TestCase(114688, 400)]
    [TestCase(114689, 413)]
    public async Task Limits_the_body(int length, int status)
    {
        var answer = await PostAsync("/v1/segments", JsonSerializer.Serialize(new string('x', length - 2)));

        Assert.That(answer.Status, Is.EqualTo(status));
    }
}
