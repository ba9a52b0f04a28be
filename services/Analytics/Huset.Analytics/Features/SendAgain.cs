using System.Net;
using Huset.ServiceDefaults;
using Huset.ServiceDefaults.Http;
using Huset.ServiceDefaults.Identity;
using Huset.ServiceDefaults.Operations;

namespace Huset.Analytics.Features;

/// <summary>The button on the operations page: hands it to the service whose message it is, which judges the right and does it once.</summary>
public static class SendAgain
{
    public sealed class Request
    {
        /// <summary>Which row, as its button says: `deviations/failed-messages/{id}` or `deviations/outbox/{seq}`.</summary>
        public string? Row { get; set; }
    }

    public enum Outcome { Sent, Gone, NoConsumer, NotAllowed, Unavailable }

    public sealed class Handler(Neighbours neighbours, HusetService self, CurrentUser user, FailedMessages failed, RefusedMessages refused)
    {
        public async Task<Outcome> Handle(Request request, HttpRequest http, CancellationToken ct)
        {
            if (!user.May(CommonPermissions.ResendMessages)) return Outcome.NotAllowed;
            if (request.Row?.Split('/') is not [var service, var list, var row]) return Outcome.Gone;
            var (id, seq) = (Guid.TryParse(row, out var guid) ? guid : default, long.TryParse(row, out var number) ? number : 0);
            if (list == "failed-messages" ? id == default : list != "outbox" || seq < 1) return Outcome.Gone;
            if (service == self.Name) return await Own(list == "outbox" ? async () => await refused.Retry(seq, ct) : async () => await failed.Resend(id, ct));
            if (!neighbours.Names.Contains(service)) return Outcome.Gone;
            var path = list == "outbox" ? $"/operations/outbox/{seq}/retry" : $"/operations/failed-messages/{id}/resend";
            return await neighbours.Post(service, path, http.Headers.Authorization, ct) switch
            {
                HttpStatusCode.OK => Outcome.Sent,
                HttpStatusCode.NotFound => Outcome.Gone,
                HttpStatusCode.Conflict => Outcome.NoConsumer,
                HttpStatusCode.Forbidden or HttpStatusCode.Unauthorized => Outcome.NotAllowed,
                _ => Outcome.Unavailable,
            };
        }

        private static async Task<Outcome> Own(Func<Task<object?>> send)
        {
            try
            {
                return await send() is null ? Outcome.Gone : Outcome.Sent;
            }
            catch (RuleViolation)
            {
                return Outcome.NoConsumer;
            }
            catch (BrokerAway)
            {
                return Outcome.Unavailable;
            }
        }
    }
}
