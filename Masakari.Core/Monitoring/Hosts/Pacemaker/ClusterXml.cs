using System.Globalization;
using System.Xml;
using System.Xml.Linq;

namespace Masakari.Core.Monitoring.Hosts.Pacemaker;

/// <summary>Reads the XML of the tools. Words and numbers for the same thing differ from version to version.</summary>
internal static class ClusterXml
{
    private static readonly XmlReaderSettings Settings = new() { DtdProcessing = DtdProcessing.Prohibit };

    /// <exception cref="FormatException">The text is not an XML document.</exception>
    public static XElement Parse(string text)
    {
        try
        {
            using var reader = XmlReader.Create(new StringReader(text), Settings);
            return XDocument.Load(reader).Root!;
        }
        catch (XmlException e)
        {
            throw new FormatException($"what it wrote is no XML document: {e.Message}", e);
        }
    }

    public static string? Text(this XElement? element, string name) => element?.Attribute(name)?.Value;

    /// <summary>
    /// <c>true</c>, <c>1</c>, <c>online</c> and the like; a number is an epoch or a flag, of which 0 means no.
    /// </summary>
    /// <returns><see langword="null"/> when the attribute is missing or says something else.</returns>
    public static bool? Flag(this XElement? element, string name) => element.Text(name)?.ToLowerInvariant() switch
    {
        "true" or "yes" or "on" or "y" or "online" => true,
        "false" or "no" or "off" or "n" or "offline" => false,
        { } text when long.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out var number) => number > 0,
        _ => null,
    };

    /// <summary>The value of a name in the <c>nvpair</c>s of an element's <c>instance_attributes</c>.</summary>
    public static string? Pair(this XElement? element, string name) => Pairs(element, name).FirstOrDefault();

    /// <summary>As <see cref="Flag"/>, for such a value.</summary>
    public static bool PairIsOn(this XElement? element, string name) =>
        Pairs(element, name).Any(value => new XElement("x", new XAttribute("value", value)).Flag("value") == true);

    /// <summary>A moment as the tools write it, with or without a zone, which then is that of this host.</summary>
    public static DateTimeOffset? Moment(this XElement? element, string name) => DateTimeOffset.TryParse(
        element.Text(name), CultureInfo.InvariantCulture, DateTimeStyles.AllowWhiteSpaces | DateTimeStyles.AssumeLocal, out var at)
        ? at.ToUniversalTime() : null;

    private static IEnumerable<string> Pairs(XElement? element, string name) =>
        from pair in element?.Elements("instance_attributes").Elements("nvpair") ?? []
        where pair.Text("name") == name && pair.Text("value") is not null
        select pair.Text("value")!;
}
