using System.Runtime.CompilerServices;

namespace Huset.AppHost.Local;

public enum EndpointProperty
{
    Url,
    Host,
    Port,
}

public sealed class EndpointReference(IResource owner, string endpointName)
{
    internal int Number => owner.Wiring.Ports[endpointName]();

    internal string Url => $"http://localhost:{Number}";

    public EndpointReferenceExpression Property(EndpointProperty property) => new(this, property);
}

public sealed class EndpointReferenceExpression(EndpointReference endpoint, EndpointProperty property)
{
    internal string Value => property switch
    {
        EndpointProperty.Url => endpoint.Url,
        EndpointProperty.Host => "localhost",
        _ => $"{endpoint.Number}",
    };
}

public sealed class ReferenceExpression
{
    /// <summary>Collects the holes of an interpolated string unread: ports and secrets are known only when a process starts.</summary>
    [InterpolatedStringHandler]
    public readonly struct ExpressionInterpolatedStringHandler(int literalLength, int formattedCount)
    {
        private readonly List<Func<string>> parts = new(1 + formattedCount + (literalLength > 0 ? formattedCount : 0));

        public void AppendLiteral(string value) => parts.Add(() => value);

        public void AppendFormatted(string? value) => parts.Add(() => value ?? "");

        public void AppendFormatted(EndpointReference value) => parts.Add(() => value.Url);

        public void AppendFormatted(EndpointReferenceExpression value) => parts.Add(() => value.Value);

        public void AppendFormatted(IResourceBuilder<ParameterResource> value) => parts.Add(() => value.Resource.Value);

        internal Func<string> Build()
        {
            var collected = parts;
            return () => string.Concat(collected.Select(part => part()));
        }
    }
}
