using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Huset.Deviations.Migrations
{
    /// <inheritdoc />
    public partial class Rules : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "answer_by",
                table: "deviations",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "answered_at",
                table: "deviations",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "assess_by",
                table: "deviations",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "first_assessed_at",
                table: "deviations",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "investigate_by",
                table: "deviations",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "investigated_at",
                table: "deviations",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "next_due_at",
                table: "deviations",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "deadline_rules",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    code = table.Column<string>(type: "text", nullable: false),
                    case_kind = table.Column<string>(type: "text", nullable: true),
                    unit_code = table.Column<string>(type: "text", nullable: true),
                    title = table.Column<string>(type: "text", nullable: false),
                    kind = table.Column<string>(type: "text", nullable: false),
                    amount = table.Column<int>(type: "integer", nullable: false),
                    last_day = table.Column<string>(type: "text", nullable: false),
                    starts_on = table.Column<string>(type: "text", nullable: false),
                    ends_on = table.Column<string>(type: "text", nullable: false),
                    source = table.Column<string>(type: "text", nullable: false),
                    valid_from = table.Column<DateOnly>(type: "date", nullable: false),
                    valid_to = table.Column<DateOnly>(type: "date", nullable: true),
                    set_by_name = table.Column<string>(type: "text", nullable: false),
                    set_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    verified_by_name = table.Column<string>(type: "text", nullable: true),
                    verified_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_deadline_rules", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "thresholds",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    measure = table.Column<string>(type: "text", nullable: false),
                    value = table.Column<int>(type: "integer", nullable: false),
                    source = table.Column<string>(type: "text", nullable: false),
                    valid_from = table.Column<DateOnly>(type: "date", nullable: false),
                    valid_to = table.Column<DateOnly>(type: "date", nullable: true),
                    set_by_name = table.Column<string>(type: "text", nullable: false),
                    set_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    verified_by_name = table.Column<string>(type: "text", nullable: true),
                    verified_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_thresholds", x => x.id);
                });

            migrationBuilder.CreateIndex(
                name: "ix_deviations_unit_code_next_due_at",
                table: "deviations",
                columns: new[] { "unit_code", "next_due_at" },
                filter: "next_due_at is not null");

            migrationBuilder.CreateIndex(
                name: "ix_deadline_rules_code_case_kind_unit_code_valid_from",
                table: "deadline_rules",
                columns: new[] { "code", "case_kind", "unit_code", "valid_from" },
                unique: true,
                filter: "valid_to is null or valid_to > valid_from")
                .Annotation("Npgsql:NullsDistinct", false);

            migrationBuilder.CreateIndex(
                name: "ix_thresholds_measure_valid_from",
                table: "thresholds",
                columns: new[] { "measure", "valid_from" },
                unique: true,
                filter: "valid_to is null or valid_to > valid_from");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "deadline_rules");

            migrationBuilder.DropTable(
                name: "thresholds");

            migrationBuilder.DropIndex(
                name: "ix_deviations_unit_code_next_due_at",
                table: "deviations");

            migrationBuilder.DropColumn(
                name: "answer_by",
                table: "deviations");

            migrationBuilder.DropColumn(
                name: "answered_at",
                table: "deviations");

            migrationBuilder.DropColumn(
                name: "assess_by",
                table: "deviations");

            migrationBuilder.DropColumn(
                name: "first_assessed_at",
                table: "deviations");

            migrationBuilder.DropColumn(
                name: "investigate_by",
                table: "deviations");

            migrationBuilder.DropColumn(
                name: "investigated_at",
                table: "deviations");

            migrationBuilder.DropColumn(
                name: "next_due_at",
                table: "deviations");
        }
    }
}
