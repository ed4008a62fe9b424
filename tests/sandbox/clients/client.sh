#!/bin/sh
# A client in another language, from the document alone: POSIX sh, openssl and curl.
# Settings come from GDYB_* variables; prints the reply of one 3260 call.
set -eu

timestamp=$(date +%s)
nonce=$(openssl rand -hex 16)
signature=$(printf '%s' "$timestamp$GDYB_SECRET_KEY$nonce$timestamp" | openssl dgst -sha256 -r | cut -d ' ' -f 1)
time=$(TZ=UTC-8 date '+%Y-%m-%d %H:%M:%S')
sequence=$(printf '%04d' $(($$ % 10000)))

body=$(cat <<JSON
{
  "infno": "3260",
  "msgid": "$GDYB_FIXMEDINS_CODE$(printf '%s' "$time" | tr -cd '0-9')$sequence",
  "mdtrtarea_admvs": "$GDYB_MDTRTAREA_ADMVS", "insuplc_admdvs": "$GDYB_INSUPLC_ADMDVS",
  "recer_sys_code": "$GDYB_RECER_SYS_CODE", "dev_no": "", "dev_safe_info": "", "cainfo": "", "signtype": "",
  "infver": "$GDYB_INFVER", "opter_type": "$GDYB_OPTER_TYPE", "opter": "$GDYB_OPTER", "opter_name": "$GDYB_OPTER_NAME",
  "inf_time": "$time", "fixmedins_code": "$GDYB_FIXMEDINS_CODE", "fixmedins_name": "$GDYB_FIXMEDINS_NAME", "sign_no": "",
  "input": {"data": {"trt_year": "2020", "trt_month": "12", "startrow": 1}}
}
JSON
)

printf '%s' "$body" | curl --silent --show-error --noproxy '*' --data-binary @- \
  --header 'Content-Type: application/json' \
  --header "x-tif-paasid: $GDYB_PAASID" \
  --header "x-tif-timestamp: $timestamp" \
  --header "x-tif-nonce: $nonce" \
  --header "x-tif-signature: $signature" \
  "${GDYB_BASE_URL}3260"
