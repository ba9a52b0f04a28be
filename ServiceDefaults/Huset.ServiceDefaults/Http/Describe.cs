namespace Huset.ServiceDefaults.Http;

/// <summary>
/// What a field or parameter may look like, for the OpenAPI document; where type, format or enum say enough it is not needed.
/// Several values are the items of a list; for an object the value is JSON.
/// </summary>
/// <param name="values">The value as text, or a list's items.</param>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Parameter | AttributeTargets.Class)]
public sealed class ExampleAttribute(params string[] values) : Attribute
{
    /// <summary>The value as text, or a list's items.</summary>
    public IReadOnlyList<string> Values => values;
}

/// <summary>The only values that a text parameter takes, for the OpenAPI document; who reads the value refuses the others.</summary>
/// <param name="values">The values as the API spells them.</param>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Parameter)]
public class OneOfAttribute(params string[] values) : Attribute
{
    /// <summary>The values as the API spells them.</summary>
    public IReadOnlyList<string> Values => values;
}

/// <summary>The values of an enum, in kebab-case.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Parameter)]
public sealed class OneOfAttribute<TEnum>() : OneOfAttribute([.. Enum.GetValues<TEnum>().Select(Kebab.Of)]) where TEnum : struct, Enum;

/// <summary>The only values of a text in what several services share: those that the service's own registered source says, the first as the example.</summary>
/// <param name="source">A singleton of the service's that is an <see cref="IOneOf"/>.</param>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Parameter)]
public sealed class OneOfOwnAttribute(Type source) : Attribute
{
    /// <summary>A singleton of the service's that is an <see cref="IOneOf"/>.</summary>
    public Type Source => source;
}

/// <summary>Says which values a text takes in a service.</summary>
public interface IOneOf
{
    /// <summary>The values as the API spells them; at least one.</summary>
    IReadOnlyList<string> Values { get; }
}

/// <summary>What an operation says of itself in the OpenAPI document beside its types.</summary>
public static class DescribeExtensions
{
    /// <summary>A right answer carries the resource's ETag.</summary>
    public static TBuilder GivesETag<TBuilder>(this TBuilder endpoint) where TBuilder : IEndpointConventionBuilder => endpoint.WithMetadata(new ETagMetadata());

    /// <summary>The write may say by If-Match which version it changes; 412 when that is not the last.</summary>
    /// <param name="endpoint">The operation.</param>
    /// <param name="demandedLater">It must, 428, once there is something to change; the first write makes it.</param>
    public static TBuilder TakesIfMatch<TBuilder>(this TBuilder endpoint, bool demandedLater = false) where TBuilder : IEndpointConventionBuilder =>
        endpoint.WithMetadata(new IfMatchMetadata(IsRequired: false, demandedLater));

    /// <summary>The write must say by If-Match which version it changes; 428 when it does not.</summary>
    public static TBuilder NeedsIfMatch<TBuilder>(this TBuilder endpoint) where TBuilder : IEndpointConventionBuilder =>
        endpoint.WithMetadata(new IfMatchMetadata(IsRequired: true));

    /// <summary>What a body or an answer that is not JSON may look like.</summary>
    /// <param name="endpoint">The operation.</param>
    /// <param name="mediaType">Which of its media types, for example `text/csv`.</param>
    /// <param name="text">The example.</param>
    public static TBuilder WithExample<TBuilder>(this TBuilder endpoint, string mediaType, string text) where TBuilder : IEndpointConventionBuilder =>
        endpoint.WithMetadata(new TextExample(mediaType, text));

    /// <summary>What a parameter may look like where the operation is one of several services'; else the parameter has an <see cref="ExampleAttribute"/>.</summary>
    /// <param name="endpoint">The operation.</param>
    /// <param name="parameter">Its name.</param>
    /// <param name="text">The example.</param>
    public static TBuilder WithParameterExample<TBuilder>(this TBuilder endpoint, string parameter, string text) where TBuilder : IEndpointConventionBuilder =>
        endpoint.WithMetadata(new ParameterExample(parameter, text));
}

internal sealed record ETagMetadata;

internal sealed record IfMatchMetadata(bool IsRequired, bool IsDemandedLater = false);

internal sealed record TextExample(string MediaType, string Text);

internal sealed record ParameterExample(string Parameter, string Text);
