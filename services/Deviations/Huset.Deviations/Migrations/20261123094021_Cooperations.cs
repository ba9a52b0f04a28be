using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Huset.Deviations.Migrations
{
    /// <inheritdoc />
    public partial class Cooperations : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "partners",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    name = table.Column<string>(type: "text", nullable: false, collation: "sv-SE-x-icu"),
                    type = table.Column<string>(type: "text", nullable: false),
                    address = table.Column<string>(type: "text", nullable: false),
                    valid_from = table.Column<DateOnly>(type: "date", nullable: false),
                    valid_to = table.Column<DateOnly>(type: "date", nullable: true),
                    version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_partners", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "cooperations",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    deviation_id = table.Column<Guid>(type: "uuid", nullable: false),
                    case_reference = table.Column<string>(type: "text", nullable: false),
                    unit_code = table.Column<string>(type: "text", nullable: false),
                    partner_id = table.Column<Guid>(type: "uuid", nullable: false),
                    partner_name = table.Column<string>(type: "text", nullable: false),
                    partner_type = table.Column<string>(type: "text", nullable: false),
                    parts = table.Column<string[]>(type: "text[]", nullable: false),
                    body = table.Column<string>(type: "text", nullable: false),
                    personal_data_reason = table.Column<string>(type: "text", nullable: true),
                    secrecy = table.Column<string>(type: "text", nullable: false),
                    way = table.Column<string>(type: "text", nullable: false),
                    answer_wanted_by = table.Column<DateOnly>(type: "date", nullable: false),
                    sent_by_id = table.Column<string>(type: "text", nullable: false),
                    sent_by_name = table.Column<string>(type: "text", nullable: false),
                    sent_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    sent_on = table.Column<DateOnly>(type: "date", nullable: false),
                    received_on = table.Column<DateOnly>(type: "date", nullable: true),
                    their_reference = table.Column<string>(type: "text", nullable: true),
                    answered_on = table.Column<DateOnly>(type: "date", nullable: true),
                    answer = table.Column<string>(type: "text", nullable: true),
                    outcome = table.Column<string>(type: "text", nullable: true),
                    closed_by_name = table.Column<string>(type: "text", nullable: true),
                    closed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_cooperations", x => x.id);
                    table.ForeignKey(
                        name: "fk_cooperations_deviations_deviation_id",
                        column: x => x.deviation_id,
                        principalTable: "deviations",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "fk_cooperations_partners_partner_id",
                        column: x => x.partner_id,
                        principalTable: "partners",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "ix_cooperations_deviation_id_id",
                table: "cooperations",
                columns: new[] { "deviation_id", "id" },
                descending: new[] { false, true });

            migrationBuilder.CreateIndex(
                name: "ix_cooperations_partner_id_id",
                table: "cooperations",
                columns: new[] { "partner_id", "id" },
                descending: new[] { false, true });

            migrationBuilder.CreateIndex(
                name: "ix_cooperations_sent_on_id",
                table: "cooperations",
                columns: new[] { "sent_on", "id" },
                descending: new bool[0]);

            migrationBuilder.CreateIndex(
                name: "ix_cooperations_unit_code_id",
                table: "cooperations",
                columns: new[] { "unit_code", "id" },
                descending: new[] { false, true });

            migrationBuilder.CreateIndex(
                name: "ix_partners_name",
                table: "partners",
                column: "name",
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "cooperations");

            migrationBuilder.DropTable(
                name: "partners");
        }
    }
}
